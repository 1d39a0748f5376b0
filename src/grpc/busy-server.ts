/**
 * Words of a server that takes no more concurrent calls: "No free threads in thread pool" in Ruby, "Concurrent RPC limit exceeded!" in
 * grpcio.
 */
export const BUSY_WORDS = /\bfree threads\b|concurrent rpc limit/i;

/** Why such a server refuses calls, including health checks. */
export const BUSY_HINT =
	"the server takes only so many calls at a time, and each open stream is one: pool_size of a Ruby server, maximum_concurrent_rpcs of grpcio";
