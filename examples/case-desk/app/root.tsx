import type { ReactNode } from 'react'
import {
  isRouteErrorResponse,
  Links,
  NavLink,
  Outlet,
  Scripts,
  ScrollRestoration,
} from 'react-router'
import type { Route } from './+types/root'
import './styles.css'
import { UrqlProvider } from './urql'

export function Layout({ children }: { readonly children: ReactNode }) {
  return (
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <link rel="icon" href="/icon.svg" />
        {/* Style sheets need none, and browsers hide its value, which React takes for a mismatch. */}
        <Links nonce="" />
      </head>
      <body>
        <a className="skip" href="#main">
          Skip to content
        </a>
        <header>
          <span className="name">Case desk</span>
          <nav aria-label="Main">
            <NavLink to="/" end>
              Cases
            </NavLink>
            <NavLink to="/cases/new">New case</NavLink>
          </nav>
        </header>
        <main id="main" tabIndex={-1}>
          {children}
        </main>
        <ScrollRestoration />
        <Scripts />
      </body>
    </html>
  )
}

export default function App() {
  return (
    <UrqlProvider>
      <Outlet />
    </UrqlProvider>
  )
}

export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  const isMissing = isRouteErrorResponse(error) && error.status === 404
  return (
    <>
      <title>{isMissing ? 'Not found' : 'Something went wrong'}</title>
      <h1>{isMissing ? 'There is no such page' : 'Something went wrong'}</h1>
      <p>{isMissing ? 'The address may be wrong.' : 'It is not your fault. Try again later.'}</p>
    </>
  )
}
