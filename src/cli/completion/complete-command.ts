/** The hidden subcommand that shells call, as in Cobra's programs. Its arguments are the words so far, the last one being typed. */
export const COMPLETE_COMMAND = "__complete";
