/** Ports of gRPC servers by custom, from the first two examples in the gRPC documentation. */
export const WELL_KNOWN_PORTS: readonly number[] = [50051, 50052];

/** Whether a port's name means gRPC: `grpc`, `grpc-api`, `user-grpc`, `h2c`. gRPC-Web is another protocol, also over HTTP/1. */
export function namesGrpc(name: string | undefined): boolean {
	if (name === undefined || name.includes("grpc-web")) return false;
	return /^grpc|-grpc$|^h2c$|-h2c$|^h2c-/.test(name);
}

/** Whether an appProtocol means gRPC, clear-text HTTP/2 (KEP-3726), or HTTP/2 as GKE and Istio write it. */
export const speaksGrpc = (appProtocol: string | undefined): boolean =>
	appProtocol !== undefined &&
	/^(grpc|h2c|http2|kubernetes\.io\/h2c)$/i.test(appProtocol);

/** Whether a port's name means something other than the service itself: metrics, health over HTTP, administration. */
export const namesAuxiliaryPort = (name: string | undefined): boolean =>
	name !== undefined &&
	/(^|-)(https?|web|metrics?|prom|prometheus|monitoring|admin|health|healthz|probes?|status|debug|pprof)(-|$)/.test(
		name,
	);
