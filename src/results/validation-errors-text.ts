/**
 * The fragment `ValidationErrors`, as text, for the operations that the client itself brings along.
 * A document puts it at its end and spreads it in every union.
 */
export const validationErrorsText =
  'fragment ValidationErrors on ValidationErrors{errors{__typename message fieldPath ...on MinLengthValidationError{minLength}...on MaxLengthValidationError{maxLength}...on StringLengthValidationError{minLength maxLength}...on RangeValidationError{minimum maximum}}}'
