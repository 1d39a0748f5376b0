/** The hidden subcommand that shells ask, as Cobra's programs have it: the words so far, the last one being typed. */
export const COMPLETE_COMMAND = "__complete";
