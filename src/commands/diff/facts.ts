import type { ErrorCode } from "../../errors.ts";
import type { PodTarget } from "../../kubernetes/target.ts";
import type { SchemaProblem } from "../../schema/schema.ts";

/** Which of the two that are compared; with one target all is `first`. */
export type Side = "first" | "second";

/** A schema as a recording holds it. */
export type SchemaFact = {
	/** Serialized FileDescriptorProto messages in base64, imports before their importers. */
	readonly files: readonly string[];
	readonly services: readonly string[];
	readonly problems: readonly SchemaProblem[];
};

/** Everything that `diff` sees, in the order in which it is seen. Plain JSON. */
export type DiffFact =
	| {
			readonly kind: "target";
			readonly side: Side;
			readonly target: PodTarget;
	  }
	| {
			readonly kind: "schema";
			readonly side: Side;
			readonly pod: string;
			readonly schema: SchemaFact;
	  }
	| {
			readonly kind: "failed";
			readonly side: Side;
			readonly pod: string;
			readonly failure: DiffFailure;
	  }
	| {
			readonly kind: "files";
			/** What to call them: `user.proto at v1.4.0`. */
			readonly label: string;
			readonly schema: SchemaFact;
	  };

/** Why a pod's schema is not known. `schema` is the code where the pod answered and does not describe itself. */
export type DiffFailure = {
	readonly code: ErrorCode;
	readonly message: string;
	readonly hint: readonly string[];
};
