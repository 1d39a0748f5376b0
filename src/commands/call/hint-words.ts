import { BUSY_WORDS } from "../../grpc/busy-server.ts";

/** Words by which hints are found in what servers say; they are nobody's data. */
export const HINT_WORDS = {
	/** Of an encoding that the server does not have; each library has its sentence, and all but poem's name it. */
	compression: /gzip|unsupported encoding/i,
	/** Of grpc-js here, and of grpc-go, grpc-java and others there; a quota that is used up is none of it. */
	size: /larger than|message (size|length)|too large|exceeds maximum size/i,
	/** Of Envoy, and of what is made of it. */
	proxy: /\bupstream\b/,
	/** Of a GOAWAY of grpc-go, grpc-java and others, and of the status that gRPC's core sends with it, which was "enter idle" in 1.51. */
	age: /\bmax_age\b|max connection age|\benter idle\b/,
	/** Of gRPC's core, as it stops: C++, Python, Ruby and PHP. */
	stop: /\bCancelling all calls\b/,
	/** Of tonic, with CANCELLED (status.rs). */
	timeout: /\bTimeout expired\b/,
	/** Of Ruby and of grpcio. */
	busy: BUSY_WORDS,
};

/** Those of them that a text has: `"gzip"`. Empty for none. */
export function hintWords(text: string): string {
	return Object.values(HINT_WORDS)
		.flatMap((words) => words.exec(text)?.[0] ?? [])
		.map((word) => `"${word}"`)
		.join(", ");
}
