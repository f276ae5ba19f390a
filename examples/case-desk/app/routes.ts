import { index, type RouteConfig, route } from '@react-router/dev/routes'

export default [
  index('routes/cases.tsx'),
  route('cases/new', 'routes/new-case.tsx'),
  route('cases/:caseId', 'routes/case.tsx'),
  route('graphql', 'routes/graphql.ts'),
] satisfies RouteConfig
