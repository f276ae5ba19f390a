// The query stands beside the component that shows it; codegen reads it from here, and the typed
// document of the same name is what the component sends.
import { gql, useQuery } from 'urql'
import { OrganizationsDocument } from './generated/operations.js'

gql`
  query Organizations {
    me {
      accessibleOrganizations {
        organizationId
        name
      }
    }
  }
`

export function Organizations() {
  const [{ data, error }] = useQuery({ query: OrganizationsDocument })
  if (error) return <p role="alert">{error.message}</p>
  return (
    <ul>
      {data?.me.accessibleOrganizations.map(({ organizationId, name }) => (
        <li key={organizationId}>{name}</li>
      ))}
    </ul>
  )
}
