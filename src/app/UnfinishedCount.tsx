/** How many updates wait to be finished; nothing when there are none. */
export const UnfinishedCount = () => null
