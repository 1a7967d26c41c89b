const number = /(\d(?:[\d.,:]*\d)?)/

/**
 * A text with numbers that count. A page translator turns the words around them and leaves the numbers: some write them in other digits,
 * and some take a point for a comma.
 */
export const Figures = ({ children }: { children: string }) =>
  children.split(number).map((part, index) =>
    // Every second part is what was split at.
    index % 2 === 0 ? (
      part
    ) : (
      <span key={index} translate="no">
        {part}
      </span>
    ),
  )
