/**
 * A name that somebody gave: of a CVM, a person, a workspace. It is shown by itself: one in a script that runs to the left, or with a mark that
 * turns the direction round, changes nothing beside it. Texts that are no elements use `isolated`.
 */
export const Name = ({ children }: { children: string }) => <bdi translate="no">{children}</bdi>
