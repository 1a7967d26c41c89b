/** The dot of an edited field. */
export const ChangedMark = () => (
  <span className="inline-flex items-center">
    <span aria-hidden className="size-1.5 rounded-full bg-changed" />
    <span className="sr-only">Changed: </span>
  </span>
)
