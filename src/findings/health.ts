/** KG1xx: where Kubernetes' view of a pod, the service's own and the connection's differ. */
export const HEALTH_FINDINGS = {
	KG101: {
		severity: "warning",
		holds: "A pod that says SERVING is Ready.",
		evidence:
			"Health/Check answers SERVING and the pod's Ready condition is false.",
		reason:
			"The pod could take calls, and a Service sends it none unless it has publishNotReadyAddresses. Its readiness probe asks something else than gRPC health, asks another service name or port, or has not run often enough since the pod came up; or what it asks for is not serving; or the server is bound to localhost, where a probe does not reach it; or its startup probe has not succeeded yet; or another container of the pod is not ready, or one of its readiness gates, or its node does not answer.",
		fix: [
			"Let the readiness probe ask the same question: readinessProbe: {grpc: {port: PORT}}.",
			"If it does already, look at its service, failureThreshold and periodSeconds, and at the other containers of the pod: all must be Ready.",
		],
	},
	KG102: {
		severity: "warning",
		holds: "A Ready pod says SERVING.",
		evidence:
			"Health/Check answers NOT_SERVING (or UNKNOWN) and the pod's Ready condition is true.",
		reason:
			"The pod is in rotation and says itself that it should not be: callers get errors. The readiness probe opens a TCP connection, asks HTTP or runs another command than grpc_health_probe, and never asks gRPC health; or it asks another service name; or it has not failed often enough yet.",
		fix: [
			"readinessProbe: {grpc: {port: PORT}} asks the health service itself.",
			"With a grpc probe: name the same service in it, or wait for failureThreshold × periodSeconds.",
		],
	},
	KG103: {
		severity: "warning",
		holds: "The server has a health service.",
		evidence: "Health/Check answers UNIMPLEMENTED.",
		reason:
			"Nobody can ask this server how it is: not the kubelet's grpc probe, not client-side health checking, not a load balancer. It may serve well all the same.",
		fix: [
			"Register grpc.health.v1.Health, which every gRPC library ships (Go: google.golang.org/grpc/health, Java: HealthStatusManager, Python: grpcio-health-checking, Node: grpc-health-check, .NET: Grpc.AspNetCore.HealthChecks, Rust: tonic-health).",
			"Then set readinessProbe: {grpc: {port: PORT}}.",
		],
	},
	KG104: {
		severity: "error",
		holds: "The gRPC port accepts connections on the pod's loopback.",
		evidence:
			"The tunnel into the pod is refused: connection refused on localhost and the port. For an address, the connection itself is.",
		reason:
			"Nothing listens there for a connection from inside the pod: the server is on another port, has not started, has stopped, or is bound to the pod's address alone (a port-forward arrives on localhost, a probe on the pod's address).",
		fix: [
			"Name the port if another one was meant: --port NAME or NUMBER.",
			"Bind the server to all addresses (0.0.0.0 or [::]) instead of one.",
			"If it should be up: kubectl logs POD.",
		],
	},
	KG105: {
		severity: "error",
		holds: "The server knows the service that was asked for.",
		evidence:
			"Health/Check answers NOT_FOUND, or Watch answers SERVICE_UNKNOWN, for a service that was named, or for the server as a whole.",
		reason:
			"Health status is kept under names that the server's code chooses: usually the full service name (package.Service), and the empty name for the whole server. The name asked for is not one of them.",
		fix: [
			"See the names with --all-services: NO_STATUS are those that the server has and keeps no health status of.",
			"Register the status under the name that callers and probes use.",
		],
	},
	KG106: {
		severity: "warning",
		holds: "The replicas of a workload agree.",
		evidence: "A pod's answer differs from what its siblings answer.",
		reason:
			"Replicas of one workload run the same program with the same settings, so one that answers otherwise has a trouble of its own, or another version: a rollout under way, a stale pod, a dependency that one node can't reach.",
		fix: [
			"Compare the pod's image, node and logs with a sibling's: kubectl describe pod POD; kubectl logs POD.",
		],
	},
	KG107: {
		severity: "error",
		holds: "A grpc probe speaks the transport of its port.",
		evidence:
			"The readiness or startup probe is `grpc`, or runs grpc_health_probe without -tls, and of this port, which speaks TLS, and has not succeeded; or the liveness probe is such a one, and the pod was restarted.",
		reason:
			"The kubelet's grpc probe dials in plaintext (KEP-2727) unless it says `mode: TLS` (alpha in 1.37), so against a TLS port it always fails: the pod never gets Ready, or is restarted.",
		fix: [
			"Serve health on a plaintext port of its own and probe that one.",
			"Or use an exec probe that runs grpc_health_probe -tls in the container, with -tls-no-verify, or with -tls-ca-cert FILE and -tls-server-name NAME: it verifies the certificate for localhost, by the authorities of the container's image, unless told otherwise.",
		],
	},
	KG108: {
		severity: "error",
		holds: "The port speaks HTTP/2.",
		evidence: "The first bytes from the server are neither HTTP/2 nor TLS.",
		reason:
			"gRPC needs HTTP/2. What answers here is an HTTP/1 server, or another protocol: a metrics or admin port, or a proxy that expects HTTP/1.",
		fix: ["Name the gRPC port: --port NAME or NUMBER."],
	},
	KG109: {
		severity: "error",
		holds: "A server that accepts a connection answers.",
		evidence:
			"The connection was accepted and no byte came within the connect timeout; or none until a request was made then, to see.",
		reason:
			"The kernel accepts connections for a process that no longer reads them: a stuck event loop, a full accept queue, a stopped debugger; or the port belongs to a protocol where the client waits for the server, and this one for the client. A Go server behind cmux is of that kind where it matches gRPC with Match: it waits for the head of a request, and grpc-go, grpcio and grpc-java for its SETTINGS.",
		fix: [
			"Look at the process: kubectl logs POD, kubectl top pod POD, a thread dump.",
			"If it is only slow: --connect-timeout 30s, and no shorter --wait.",
			"If it sends its SETTINGS only once it has a request: cmux's MatchWithWriters with HTTP2MatchHeaderFieldSendSettings.",
		],
	},
	KG110: {
		severity: "error",
		holds: "The server knows the services that its probes ask for.",
		evidence:
			"The service that a readiness, liveness or startup probe names, as `grpc` or by grpc_health_probe, answers NOT_FOUND when asked the same way.",
		reason:
			"A grpc probe fails on NOT_FOUND as it does on NOT_SERVING. Once it has failed failureThreshold times in a row the pod is not Ready or, of a liveness or startup probe, its container is restarted.",
		fix: [
			"Correct grpc.service of the probe, or -service of grpc_health_probe, or remove it to ask for the whole server.",
			"Or register the status under that name in the server.",
		],
	},
	KG111: {
		severity: "warning",
		holds: "The server's certificate is valid for at least a week.",
		evidence:
			"The certificate has expired, is not yet valid, or ends within 7 days.",
		reason:
			"Clients that verify refuse an expired certificate, all at the same moment. Servers often read theirs only once, so a renewed Secret does not help until they restart.",
		fix: [
			"Renew the certificate, then restart the pods if the server does not reload: kubectl rollout restart WORKLOAD.",
			"One that is not yet valid is of an issuer whose clock is ahead, or seen by one that is behind: compare them, or wait.",
		],
	},
	KG112: {
		severity: "error",
		holds: "The TLS handshake succeeds.",
		evidence:
			"The handshake failed: the server's alert or our own verification said why.",
		reason:
			"Client and server do not agree on certificates: the server demands one from the client, refuses the one it got, or its own does not verify: against --cacert or the system's authorities, for the host or --servername.",
		fix: [
			"For mutual TLS: --cert FILE --key FILE, or --tls-secret NAME straight from the cluster.",
			"For the server's own certificate: --cacert FILE and --servername NAME; --insecure-skip-verify goes on without.",
		],
	},
	KG113: {
		severity: "error",
		holds: "The health service answers within the deadline.",
		evidence:
			"Health/Check ended with DEADLINE_EXCEEDED; or, with --watch or --wait, Health/Watch gave no first answer in --rpc-timeout.",
		reason:
			"The connection works and the answer does not come: the server is overloaded, or its health check waits for a dependency. The kubelet's probe has 1 second by default (timeoutSeconds).",
		fix: [
			"Give it longer to see whether it answers at all: --rpc-timeout 10s, and no shorter --wait. A Watch stays open for an answer that comes late.",
			"Keep dependencies out of the health answer, or let it be computed in the background.",
		],
	},
	KG114: {
		severity: "error",
		holds: "The pod runs.",
		evidence:
			"The pod is Pending, crashing or has no running container, and is not being deleted.",
		reason: "Nothing can be asked of a pod whose containers do not run.",
		fix: ["kubectl describe pod POD; kubectl logs POD -c CONTAINER --previous"],
	},
	KG115: {
		severity: "error",
		holds: "The pod has a port that can be gRPC.",
		evidence: "No --port was given and no container declares one that fits.",
		reason:
			"Ports in a manifest are only documentation, so a server may well listen; there is just nothing to tell on which port.",
		fix: [
			"Name it: --port NUMBER.",
			"Declare it, so that every tool finds it: ports: [{name: grpc, containerPort: PORT}].",
		],
	},
	KG116: {
		severity: "error",
		holds: "The connection to the pod lasts as long as the question.",
		evidence: "The tunnel or the HTTP/2 session ended before the answer.",
		reason:
			"The pod was deleted, its process ended, the API server went away, or something between cut the connection.",
		fix: [
			"Run it again; --watch follows the pod through restarts and says what happens.",
		],
	},
	KG117: {
		severity: "error",
		holds: "The health service answers with a status.",
		evidence:
			"Health/Check ended with another gRPC status than OK, UNIMPLEMENTED, NOT_FOUND or DEADLINE_EXCEEDED, or the answer was no gRPC.",
		reason:
			"Something before the health service answered: an interceptor that demands credentials, a proxy or web server, a limit on message sizes, or on calls at a time, of which each open stream is one; or the answer itself is malformed. HTTP status 404 is also what a server of Connect, Akka, Pekko or poem says where it has no health service.",
		fix: [
			"Send what the server asks for: -H 'authorization: Bearer …'.",
			"Exempt grpc.health.v1.Health from authentication, as the kubelet sends no credentials.",
			"Register the health service where a Connect server has none (Go: connectrpc.com/grpchealth).",
		],
	},
	KG118: {
		severity: "warning",
		holds: "Clients reach the port that the pods listen on.",
		evidence:
			"The Service is headless and its targetPort differs from its port.",
		reason:
			"A headless Service has no proxy: DNS gives pod addresses and the client dials the port it names, so targetPort does nothing. kubectl port-forward ignores it too.",
		fix: ["Make port and targetPort of the headless Service equal."],
	},
	KG119: {
		severity: "error",
		holds: "The pod, or the address, can be reached.",
		evidence:
			"The API server refused or failed the port-forward; or the name of an address did not resolve, no route leads to it, its proxy did not connect to it, or nothing came back from it.",
		reason:
			"The way to the pod goes through the API server and the kubelet of its node. Rights to port-forward may be missing, the node may be down, or a proxy between may not pass WebSockets on. An address (HOST:PORT) is reached without them: its name may be known inside the cluster only, or something filters the way.",
		fix: [
			"Read what the API server answered, in the message.",
			"Rights: get on pods/portforward, and create from Kubernetes 1.35.",
			"The node: kubectl get node NODE.",
			"The proxy of an address: HTTPS_PROXY names it, NO_PROXY goes around it.",
		],
	},
	KG120: {
		severity: "warning",
		holds: "The server says which services it has.",
		evidence:
			"With --all-services neither Health/List nor reflection gives the services, or they are too many to ask for.",
		reason:
			"Health status is asked for by name, and no name is known but the empty one, of the server as a whole: a service that is not serving may go unseen.",
		fix: [
			"Name the services: --service NAME, repeatable.",
			"Register reflection, or a health service that has List (gRFC A90).",
		],
	},
	KG121: {
		severity: "warning",
		holds: "A TLS port settles on HTTP/2 in the handshake.",
		evidence:
			"TLS was agreed on with no ALPN, though `h2` was offered; the server spoke HTTP/2 all the same.",
		reason:
			'Most gRPC clients refuse such a connection before the first call: those of C++, Python, Ruby and PHP and grpc-go from 1.67 ("missing selected ALPN property"), and grpc-java ("Failed ALPN negotiation"). This plugin goes on. It is mostly a load balancer or proxy that ends TLS for plain TCP behind it and was not told of ALPN.',
		fix: [
			"Let what ends TLS offer h2: ALPN policy HTTP2Only or HTTP2Preferred at an AWS NLB, `alpn h2` at HAProxy's bind, NextProtos in a tls.Config of Go.",
		],
	},
	KG122: {
		severity: "warning",
		holds: "What a liveness probe asks gRPC health for is serving.",
		evidence:
			"The service that the liveness probe names, as `grpc` or by grpc_health_probe, answers NOT_SERVING (or UNKNOWN) when asked the same way.",
		reason:
			"A grpc probe takes NOT_SERVING for a failure, and a liveness probe that fails failureThreshold times in a row has the container restarted. A server also says NOT_SERVING while it starts, drains, or lacks a dependency, which no restart mends.",
		fix: [
			"Keep a status of its own for the liveness probe, one that is NOT_SERVING only where a restart helps: livenessProbe: {grpc: {port: PORT, service: liveness}}.",
			"Or only see whether something listens: livenessProbe: {tcpSocket: {port: PORT}}.",
		],
	},
	KG123: {
		severity: "warning",
		holds: "A pod answers before a wait for it is over.",
		evidence:
			"When the time of --wait was over, the pod had been tried for less than the connect timeout and --rpc-timeout take, and had neither answered nor failed.",
		reason:
			"Nothing is known of the pod but that it had not answered yet: it may have come up this moment, be slow, or hang. The message says for how long it had been tried.",
		fix: ["Wait longer: --wait=60s.", "Or ask it once, without --wait."],
	},
} as const;
