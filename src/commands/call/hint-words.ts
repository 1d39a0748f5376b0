import { BUSY_WORDS } from "../../grpc/busy-server.ts";

/** Words in the messages of servers that lead to hints. They are not user data. */
export const HINT_WORDS = {
	/**
	 * For an encoding that the server does not support. Each library has its own sentence, and all but poem's name the encoding.
	 */
	compression: /gzip|unsupported encoding/i,
	/**
	 * For a message over a size limit: from grpc-js here, and from grpc-go, grpc-java and other servers. They do not match a
	 * quota that is used up.
	 */
	size: /larger than|message (size|length)|too large|exceeds maximum size/i,
	/** For such a limit on what the server sends: from grpc-go, from grpc-js and gRPC's core, from tonic, and from connect-go. */
	sending: /\bsen[dt] message\b|\bencoded message\b|\bsendMaxBytes\b/i,
	/** From Envoy and the proxies built on it. */
	proxy: /\bupstream\b/,
	/**
	 * From a GOAWAY of grpc-go, grpc-java and others, and from the status that gRPC's core sends with it, which was "enter idle"
	 * in 1.51.
	 */
	age: /\bmax_age\b|max connection age|\benter idle\b/,
	/** From gRPC's core when it stops: C++, Python, Ruby and PHP. */
	stop: /\bCancelling all calls\b/,
	/** From tonic, with CANCELLED (status.rs). */
	timeout: /\bTimeout expired\b/,
	/** From Ruby and from grpcio. */
	busy: BUSY_WORDS,
};

/** Returns the hint words that a text contains, quoted: `"gzip"`. Returns an empty string if there are none. */
export function hintWords(text: string): string {
	return Object.values(HINT_WORDS)
		.flatMap((words) => words.exec(text)?.[0] ?? [])
		.map((word) => `"${word}"`)
		.join(", ");
}
