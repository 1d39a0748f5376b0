import type { PodName } from "../../cli/pod-name.ts";
import type { FailureFact } from "../../cli/recording/failure.ts";
import type { PodTarget } from "../../kubernetes/target.ts";
import type { SchemaFact } from "../../schema/source/schema-fact.ts";

/** Which of the two targets it belongs to. With one target all is `first`. */
export type Side = "first" | "second";

/** Everything that `diff` collects, in the order in which it arrives. Plain JSON. */
export type DiffFact =
	| {
			readonly kind: "target";
			readonly side: Side;
			readonly target: PodTarget;
	  }
	| {
			readonly kind: "schema";
			readonly side: Side;
			readonly pod: PodName;
			readonly schema: SchemaFact;
	  }
	| {
			readonly kind: "failed";
			readonly side: Side;
			readonly pod: PodName;
			/** `schema` is the code where the pod answered and does not describe itself. */
			readonly failure: FailureFact;
	  }
	| {
			readonly kind: "files";
			/** What to call them: `user.proto at v1.4.0`. */
			readonly label: string;
			readonly schema: SchemaFact;
	  };
