/** A check of the signed evidence that failed. The message says to a person which one; it ends without a full stop. */
export class FailedCheck extends Error {
  override name = 'FailedCheck'
}

/** A check that failed for a date alone: at another time it might not. */
export class OutOfDate extends FailedCheck {
  override name = 'OutOfDate'
}
