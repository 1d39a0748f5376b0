import { CLUSTER_FLAGS } from "./cluster-flags.ts";
import { VERBOSITY_FLAGS } from "./verbosity.ts";

/** The flags that every subcommand takes, as each of kubectl's does, whether it has a use for them or not: `kubectl grpc options`. */
export const INHERITED_FLAGS = { ...CLUSTER_FLAGS, ...VERBOSITY_FLAGS };
