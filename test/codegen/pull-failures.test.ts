// Every way in which a pull may fail, seen from the command: the snapshot stays as it is, the exit
// code is 1, and one line says what to set or ask for, without secrets.
import { rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createVendorRig, sendJson, type VendorRig } from '../support/vendor-rig.js'
import { createSmallProject, type Project, type RunResult, run, smallSchema } from './support.js'

const secret = 'kept-from-everyone'
let rig: VendorRig
let project: Project

beforeEach(async () => {
  rig = await createVendorRig()
  project = await createSmallProject()
})
afterEach(async () => {
  await rig.close()
  await project.remove()
})

function pull(env: Record<string, string> = {}): Promise<RunResult> {
  return run(project, {
    env: {
      FIRSTAML_CLIENT_ID: 'id',
      FIRSTAML_CLIENT_SECRET: secret,
      FIRSTAML_BASE_URL: rig.url,
      ...env,
    },
  })
}

/** Answers every GraphQL request with the same text and status. */
function answer(text: string, status = 200, headers: Record<string, string> = {}): void {
  rig.onGraphql = (_request, response) => {
    response.writeHead(status, headers).end(text)
  }
}

interface Failure {
  readonly when: string
  readonly given: () => Record<string, string> | undefined
  readonly says: RegExp
}

const failures: readonly Failure[] = [
  {
    when: 'the token is refused',
    given: () => {
      rig.onToken = (_request, response) =>
        sendJson(response, 401, {
          error: 'access_denied',
          error_description: `Unauthorized: ${secret}`,
        })
      return undefined
    },
    says: /oauth\/token refused to issue a token: 401 access_denied .* Check FIRSTAML_CLIENT_ID|Check clientId and clientSecret \(FIRSTAML_CLIENT_ID, FIRSTAML_CLIENT_SECRET\)/,
  },
  {
    when: 'the token endpoint is broken',
    given: () => {
      rig.onToken = (_request, response) => sendJson(response, 500, {})
      return undefined
    },
    says: /oauth\/token answered 500\. Try again later; if it stays so, ask First AML support\./,
  },
  {
    when: 'the API answers 401',
    given: () => {
      answer('{}', 401, { 'www-authenticate': 'Bearer error="invalid_token"' })
      return undefined
    },
    says: /graphql\/ answered 401\. A fresh token is refused: check that FIRSTAML_GRAPHQL_URL and FIRSTAML_TOKEN_URL .* FIRSTAML_AUDIENCE/,
  },
  {
    when: 'the API answers 403',
    given: () => {
      answer('', 403)
      return undefined
    },
    says: /graphql\/ answered 403\. Ask First AML support to let this client read the schema\./,
  },
  {
    when: 'the API answers 404',
    given: () => {
      answer('', 404)
      return undefined
    },
    says: /gave no schema: asked for its text it answered 404, introspection answered 404\. Check FIRSTAML_GRAPHQL_URL, or set FIRSTAML_SCHEMA_URL to/,
  },
  {
    when: 'the configured address answers 404',
    given: () => ({ FIRSTAML_SCHEMA_URL: `${rig.url}/docs?key=${secret}` }),
    says: /\/docs answered 404\. Set FIRSTAML_SCHEMA_URL to the address of the schema text, which First AML support can tell\./,
  },
  {
    when: 'the API answers 500',
    given: () => {
      answer('type Query { a: Int }', 500)
      return undefined
    },
    says: /graphql\/ answered 500\. Try again later; if it stays so, ask First AML support\./,
  },
  {
    when: 'the answer is a web page',
    given: () => {
      answer('<!doctype html><title>Log in</title>', 200, { 'content-type': 'text/plain' })
      return undefined
    },
    says: /it answered with a web page, introspection answered with a web page\. Check FIRSTAML_GRAPHQL_URL, or set FIRSTAML_SCHEMA_URL/,
  },
  {
    when: 'the answer is empty',
    given: () => {
      answer('')
      return undefined
    },
    says: /it answered with nothing, introspection answered with nothing\./,
  },
  {
    when: 'the schema text is cut off',
    given: () => {
      answer(smallSchema.slice(0, -4))
      return undefined
    },
    says: /answered with a schema that is cut off in line \d+\. Try again; .* FIRSTAML_SCHEMA_URL/,
  },
  {
    when: 'the connection is cut in the middle',
    given: () => {
      rig.onGraphql = (_request, response) => {
        response.writeHead(200, { 'content-length': '5000' })
        response.write(smallSchema, () => response.destroy())
      }
      return undefined
    },
    says: /could not be reached or cut the connection .* Check the network and FIRSTAML_GRAPHQL_URL/,
  },
  {
    when: 'the schema has no Query',
    given: () => {
      answer('type Me { id: String }')
      return undefined
    },
    says: /answered with a schema that is not valid: Query root type must be provided\. Try again/,
  },
  {
    when: 'the schema refers to a type that it does not define',
    given: () => {
      answer('type Query { me: Nobody }')
      return undefined
    },
    says: /not valid: Unknown type "Nobody"\./,
  },
  {
    when: 'introspection is switched off and there is no text',
    given: () => {
      rig.onGraphql = ({ method, token }, response) =>
        method === 'GET'
          ? sendJson(response, 404, {})
          : sendJson(response, 400, { errors: [{ message: `Not allowed for ${token}.` }] })
      return undefined
    },
    says: /introspection answered 400 with the GraphQL error "Not allowed for \[redacted\]\."\. Check/,
  },
  {
    when: 'introspection lacks parts',
    given: () => {
      answer('{"data":{"__schema":{"directives":[],"types":[{"kind":"OBJECT","name":"Query"}]}}}')
      return undefined
    },
    says: /answered with an introspection result with parts missing\. Try again/,
  },
  {
    when: 'the answer is JSON that is cut off',
    given: () => {
      answer('{"data":{"__schema":{"types":[')
      return undefined
    },
    says: /answered with JSON that is cut off or broken\. Try again/,
  },
  {
    when: 'the host cannot be reached',
    given: () => ({
      FIRSTAML_GRAPHQL_URL: 'http://127.0.0.1:9/graphql/',
      FIRSTAML_TOKEN_URL: rig.tokenUrl,
    }),
    says: /127\.0\.0\.1:9\/graphql\/ could not be reached .* Check the network and FIRSTAML_GRAPHQL_URL\./,
  },
  {
    when: 'the token endpoint cannot be reached',
    given: () => ({ FIRSTAML_TOKEN_URL: 'http://127.0.0.1:9/oauth/token' }),
    says: /127\.0\.0\.1:9\/oauth\/token could not be reached .* Check the network and FIRSTAML_TOKEN_URL/,
  },
  {
    when: 'the host of all cannot be reached',
    given: () => ({ FIRSTAML_BASE_URL: 'http://127.0.0.1:9' }),
    says: /127\.0\.0\.1:9\/oauth\/token could not be reached .* Check the network and FIRSTAML_BASE_URL/,
  },
  {
    when: 'the answer is a redirect to another origin',
    given: () => {
      answer('', 302, { location: `http://localhost:1/schema?sig=${secret}` })
      return undefined
    },
    says: /answered 302, a redirect to http:\/\/localhost:1\/schema\. It was not followed, .* set FIRSTAML_SCHEMA_URL to it\./,
  },
  {
    when: 'the answer is a redirect in a circle',
    given: () => {
      answer('', 307, { location: '/graphql/?sdl' })
      return undefined
    },
    says: /graphql\/ redirected more than 5 times\./,
  },
]

it.each(failures)('keeps the snapshot and says what to do when $when', async ({ given, says }) => {
  const env = given()
  const before = await project.readAll()
  const { exitCode, stdout, stderr } = await pull(env)
  expect(stderr).toMatch(says)
  expect(exitCode).toBe(1)
  expect(stderr).toMatch(/^[^\n]+\n$/)
  expect(stdout).toMatch(/^Pulling the schema from First AML, [^\n]+\n$/)
  expect(stdout + stderr).not.toContain(secret)
  expect(stdout + stderr).not.toContain('rig-token')
  expect(await project.readAll()).toEqual(before)
})

it('leaves its message whole where the secret is a letter', async () => {
  rig.onToken = (_request, response) => sendJson(response, 401, { error: 'access_denied' })
  const { stderr } = await pull({ FIRSTAML_CLIENT_SECRET: 'e' })
  expect(stderr).toContain('refused to issue a token: 401 access_denied. Check FIRSTAML_CLIENT_ID')
  expect(stderr).not.toContain('[redacted]')
})

it('never sends the token to another origin that the API redirects to', async () => {
  const other = await createVendorRig()
  answer('', 302, { location: `${other.url}/schema.graphql` })
  await pull()
  const asked = [...other.tokenRequests, ...other.graphqlRequests, ...other.otherRequests]
  await other.close()
  expect(asked).toEqual([])
})

it('says when the snapshot cannot be written', async () => {
  answer(smallSchema)
  await rm(dirname(project.snapshot), { recursive: true })
  await writeFile(dirname(project.snapshot), 'a file where the directory should be')
  const { exitCode, stderr } = await pull()
  expect(exitCode).toBe(1)
  expect(stderr).toMatch(
    /^\S+schema\.graphql could not be written \(ENOTDIR.*\)\. Choose an output .*\n$/,
  )
})
