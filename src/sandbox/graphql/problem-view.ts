import type { Rejection } from '../world/problems.js'
import type { View } from './view.js'

/** `ValidationErrors`. */
export function rejectionView({ problems }: Rejection): View {
  return {
    __typename: 'ValidationErrors',
    errors: problems.map(({ kind, ...problem }) => ({
      __typename: kind === 'Other' ? 'ValidationError' : `${kind}ValidationError`,
      ...problem,
    })),
  }
}
