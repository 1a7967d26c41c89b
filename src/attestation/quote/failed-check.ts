/** A check of the signed evidence that failed. The message says to a person which one; it ends without a full stop. */
export class FailedCheck extends Error {
  override name = 'FailedCheck'
}
