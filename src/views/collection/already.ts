/** What is said to somebody who wanted to collect and is shown the collection that is under way. */
export const ALREADY = "This invoice is being collected already. This is its payment; nothing new was sent.";
