/** KG1xx: differences between Kubernetes' view of a pod, the service's own, and the connection's. */
export const HEALTH_FINDINGS = {
	KG101: {
		severity: "warning",
		holds: "A pod that says SERVING is Ready.",
		evidence:
			"Health/Check answers SERVING and the pod's Ready condition is false.",
		reason:
			"The pod could take calls, but a Service sends it none unless it has publishNotReadyAddresses. There are several possible causes. The readiness probe checks something other than gRPC health, or another service name or port. It has not run often enough since the pod started. The service that it asks for is not serving. The server is bound to localhost, where a probe cannot reach it. The startup probe has not succeeded yet. Another container of the pod, or one of its readiness gates, is not ready. The node does not answer.",
		fix: [
			"Let the readiness probe ask for gRPC health: readinessProbe: {grpc: {port: PORT}}.",
			"If it already does, check its service, failureThreshold and periodSeconds, and check the other containers of the pod: all of them must be ready.",
		],
	},
	KG102: {
		severity: "warning",
		holds: "A Ready pod says SERVING.",
		evidence:
			"Health/Check answers NOT_SERVING (or UNKNOWN) and the pod's Ready condition is true.",
		reason:
			"The pod gets traffic although it says itself that it should not, so callers get errors. The readiness probe may never ask for gRPC health: it opens a TCP connection, asks HTTP, or runs a command other than grpc_health_probe. Or it asks for another service name, or it has not failed often enough yet.",
		fix: [
			"readinessProbe: {grpc: {port: PORT}} asks the health service itself.",
			"If it is already a grpc probe, name the same service in it, or wait for failureThreshold × periodSeconds.",
		],
	},
	KG103: {
		severity: "warning",
		holds: "The server has a health service.",
		evidence: "Health/Check answers UNIMPLEMENTED.",
		reason:
			"Nobody can ask this server for its health: not the kubelet's grpc probe, not client-side health checking, and not a load balancer. It may still answer calls well.",
		fix: [
			"Register grpc.health.v1.Health, which every gRPC library ships (Go: google.golang.org/grpc/health, Java: HealthStatusManager, Python: grpcio-health-checking, Node: grpc-health-check, .NET: Grpc.AspNetCore.HealthChecks, Rust: tonic-health).",
			"Then set readinessProbe: {grpc: {port: PORT}}.",
		],
	},
	KG104: {
		severity: "error",
		holds: "The gRPC port accepts connections on the pod's loopback.",
		evidence:
			"The pod refuses the tunnel's connection to this port on localhost. For an address: it refuses the connection.",
		reason:
			"Nothing in the pod listens on this port on localhost. The server uses another port, has not started, or has stopped. Or it is bound only to the pod's own address: a port-forward arrives on localhost, but a probe uses the pod's address.",
		fix: [
			"If the server uses another port, name it: --port NAME or NUMBER.",
			"If the port is the targetPort of a Service or that of a probe, set it to the server's port.",
			"Bind the server to all addresses (0.0.0.0 or [::]) instead of one.",
			"If the server should be running, read its log: kubectl logs POD.",
		],
	},
	KG105: {
		severity: "error",
		holds: "The server knows the service that was asked for.",
		evidence:
			"Health/Check answers NOT_FOUND, or Health/Watch answers SERVICE_UNKNOWN, for a service that you named or for the server as a whole.",
		reason:
			"The server's code chooses the names under which it keeps a health status. Usually these are the full service names (package.Service), and the empty name for the server as a whole. The name that was asked for is not one of them.",
		fix: [
			"List the names with --all-services. NO_STATUS marks services that the server has but keeps no health status of.",
			"In the server, set the status under the name that callers and probes use.",
		],
	},
	KG106: {
		severity: "warning",
		holds: "The replicas of a workload agree.",
		evidence:
			"One pod answers differently from the other pods of its workload.",
		reason:
			"Replicas of one workload run the same program with the same settings. So a replica that answers differently has its own problem, such as a dependency that its node cannot reach. Or it runs another version, during a rollout or because it was left behind.",
		fix: [
			"Compare the pod's image, node and logs with those of another replica: kubectl describe pod POD; kubectl logs POD.",
		],
	},
	KG107: {
		severity: "error",
		holds: "A grpc probe speaks what its port speaks: TLS or plaintext.",
		evidence:
			"The port speaks TLS, but a probe asks it in plaintext: a `grpc` probe, or one that runs grpc_health_probe without -tls. It is a readiness or startup probe that has not succeeded, or a liveness probe of a pod that was restarted.",
		reason:
			"The kubelet's grpc probe uses plaintext (KEP-2727) unless it has `mode: TLS` (alpha in 1.37). On a TLS port it always fails, so the pod never gets Ready, or is restarted again and again.",
		fix: [
			"Serve health on a separate plaintext port, and probe that port.",
			"Or use an exec probe that runs grpc_health_probe -tls in the container. Without more flags it verifies the certificate for localhost, with the authorities of the container's image. Add -tls-no-verify, or -tls-ca-cert FILE and -tls-server-name NAME, to change that.",
		],
	},
	KG108: {
		severity: "error",
		holds: "The port speaks HTTP/2.",
		evidence:
			"The first bytes from the server are neither HTTP/2 nor TLS. Or it closed the connection without sending any.",
		reason:
			"gRPC needs HTTP/2. The server on this port speaks HTTP/1 or another protocol. It may be a metrics or admin port, or a proxy that expects HTTP/1. A server that requires TLS closes the connection when it is asked in plaintext.",
		fix: [
			"Name the gRPC port: --port NAME or NUMBER.",
			"If the server requires TLS, leave out --plaintext.",
		],
	},
	KG109: {
		severity: "error",
		holds: "A server that accepts a connection answers.",
		evidence:
			"The connection was accepted, but no byte arrived within the connect timeout. Or none arrived until the plugin, as a test, sent a request.",
		reason:
			"The kernel also accepts connections for a process that no longer reads them, because its event loop is stuck, its accept queue is full, or a debugger has stopped it. Or the port uses another protocol, in which the server waits for the client to speak first. A Go server behind cmux behaves like that if it matches gRPC with Match: it waits for the headers of a request, while grpc-go, grpcio and grpc-java clients wait for its SETTINGS.",
		fix: [
			"Look at the process: kubectl logs POD, kubectl top pod POD, or a thread dump.",
			"If it is only slow, wait longer: --connect-timeout 30s, with a --wait that is at least as long.",
			"If the server uses cmux, use MatchWithWriters with HTTP2MatchHeaderFieldSendSettings, so that it sends its SETTINGS before it has a request.",
		],
	},
	KG110: {
		severity: "error",
		holds: "The server knows the services that its probes ask for.",
		evidence:
			"A readiness, liveness or startup probe names a service, as a `grpc` probe or by grpc_health_probe. The server answers NOT_FOUND for it when asked in the same way.",
		reason:
			"For a grpc probe, NOT_FOUND is a failure, like NOT_SERVING. After failureThreshold failures in a row the pod is no longer Ready. With a liveness or startup probe, its container is restarted.",
		fix: [
			"Correct grpc.service in the probe, or -service of grpc_health_probe. Or remove it, to ask for the server as a whole.",
			"Or set the status under that name in the server.",
		],
	},
	KG111: {
		severity: "warning",
		holds: "The server's certificate is valid for at least a week.",
		evidence:
			"The certificate has expired, is not yet valid, or ends within 7 days.",
		reason:
			"When a certificate expires, all clients that verify it refuse it at the same moment. Servers often read their certificate only once, so a renewed Secret does not help until they are restarted.",
		fix: [
			"Renew the certificate. If the server does not reload it, restart the pods: kubectl rollout restart WORKLOAD.",
			"If the certificate is not yet valid, the issuer's clock is ahead or this machine's clock is behind. Compare the clocks, or wait.",
		],
	},
	KG112: {
		severity: "error",
		holds: "The TLS handshake succeeds.",
		evidence:
			"The TLS handshake failed. The message has the reason, from the server's alert or from our own verification.",
		reason:
			"Client and server do not accept each other's certificates. The server requires a certificate from the client, or refuses the one that it got. Or the server's own certificate does not verify: it is not signed by --cacert or the system's authorities, or it is not for the host or --servername.",
		fix: [
			"For mutual TLS, give a client certificate: --cert FILE --key FILE, or --tls-secret NAME to take it from the cluster.",
			"To verify the server's certificate: --cacert FILE and --servername NAME. To skip that: --insecure-skip-verify.",
		],
	},
	KG113: {
		severity: "error",
		holds: "The health service answers within the deadline.",
		evidence:
			"Health/Check ended with DEADLINE_EXCEEDED. Or, with --watch or --wait, Health/Watch gave no first answer within --rpc-timeout, or a Check that was made after 10s without an update had no answer.",
		reason:
			"The connection works, but no answer arrives. The server is overloaded or hangs, or its health check waits for a dependency. The kubelet's probe waits only 1 second by default (timeoutSeconds).",
		fix: [
			"Wait longer, to see whether it answers at all: --rpc-timeout 10s, with a --wait that is at least as long. A Watch stays open, so that a late answer is seen.",
			"Do not check dependencies while answering, or compute the health in the background.",
		],
	},
	KG114: {
		severity: "error",
		holds: "The pod runs.",
		evidence:
			"The pod is Pending, crashing or has no running container, and is not being deleted.",
		reason: "A pod whose containers do not run cannot be asked anything.",
		fix: [
			"kubectl describe pod POD; kubectl logs POD -c CONTAINER --previous",
			"A container that a startup or liveness probe ended looks like one that ended by itself: only the pod's events name the probe.",
		],
	},
	KG115: {
		severity: "error",
		holds: "The pod has a port that can be gRPC.",
		evidence:
			"No --port was given and no container declares one that fits. Or the port is given by a name that no container of the pod declares: by --port, or as the targetPort of the Service that was named.",
		reason:
			"Ports in a manifest are only documentation, so a server may be listening all the same. But nothing tells the plugin on which port. A Service whose targetPort is a name that the pod does not have sends it no traffic.",
		fix: [
			"Name the port: --port NUMBER.",
			"If it is a targetPort, give it the name of the container's port, or the number.",
			"Declare the port, so that every tool finds it: ports: [{name: grpc, containerPort: PORT}].",
		],
	},
	KG116: {
		severity: "error",
		holds: "The connection to the pod lasts until the answer.",
		evidence: "The tunnel or the HTTP/2 session ended before the answer.",
		reason:
			"The pod was deleted, its process ended, the API server stopped, or something in between closed the connection.",
		fix: [
			"Run the command again. --watch follows the pod through restarts and shows what happens.",
		],
	},
	KG117: {
		severity: "error",
		holds: "The health service answers with a status.",
		evidence:
			"Health/Check ended with a gRPC status other than OK, UNIMPLEMENTED, NOT_FOUND and DEADLINE_EXCEEDED, or the answer was not gRPC.",
		reason:
			"Something in front of the health service answered: an interceptor that requires credentials, a proxy or a web server, or a limit on the size of messages or on the number of calls at the same time (each open stream counts as one). Or the answer is malformed. Servers of Connect, Akka, Pekko, poem and Helidon answer with HTTP status 404 if they have no health service.",
		fix: [
			"Send the credentials that the server requires: -H 'authorization: Bearer …'.",
			"Let the server answer grpc.health.v1.Health without authentication, because the kubelet sends no credentials.",
			"If a Connect server has no health service, register one (Go: connectrpc.com/grpchealth).",
		],
	},
	KG118: {
		severity: "warning",
		holds: "Clients reach the port that the pods listen on.",
		evidence:
			"The Service is headless and its targetPort differs from its port.",
		reason:
			"A headless Service has no proxy. DNS gives the addresses of the pods, and the client connects to the port that it was configured with, so targetPort has no effect. kubectl port-forward ignores it too.",
		fix: [
			"Set port and targetPort of the headless Service to the same number.",
		],
	},
	KG119: {
		severity: "error",
		holds: "The pod, or the address, can be reached.",
		evidence:
			"The API server refused the port-forward, or it failed. For an address: its name did not resolve, there is no route to it, the proxy could not connect to it, or nothing came back from it.",
		reason:
			"The connection to a pod goes through the API server and the kubelet of its node. The right to port-forward may be missing, the node may be down, or a proxy in between may not forward WebSockets. An address (HOST:PORT) is reached without the API server. Its name may be known only inside the cluster, or a firewall may block the connection.",
		fix: [
			"Read the API server's answer in the message.",
			"Check your rights: get on pods/portforward, and also create since Kubernetes 1.35.",
			"Check the node: kubectl get node NODE.",
			"For an address, check the proxy: HTTPS_PROXY sets it, and NO_PROXY lists the hosts that do not use it.",
		],
	},
	KG120: {
		severity: "warning",
		holds: "The server says which services it has.",
		evidence:
			"With --all-services, neither Health/List nor reflection names the services, or there are too many to ask about.",
		reason:
			"Health is asked for by service name. Only the empty name is known, which stands for the server as a whole. So a service that is not serving may not be seen.",
		fix: [
			"Name the services: --service NAME (repeatable).",
			"Register reflection, or a health service that has List (gRFC A90).",
		],
	},
	KG121: {
		severity: "warning",
		holds: "A TLS port settles on HTTP/2 in the handshake.",
		evidence:
			"The TLS handshake agreed on no ALPN protocol, although `h2` was offered. The server then spoke HTTP/2 all the same.",
		reason:
			'Most gRPC clients refuse such a connection before the first call: those of C++, Python, Ruby and PHP and grpc-go since 1.67 ("missing selected ALPN property"), and grpc-java ("Failed ALPN negotiation"). This plugin goes on. The usual cause is a load balancer or proxy that terminates TLS, forwards plain TCP, and is not configured for ALPN.',
		fix: [
			"Configure h2 where TLS is terminated: the ALPN policy HTTP2Only or HTTP2Preferred of an AWS NLB, `alpn h2` in the bind line of HAProxy, NextProtos in Go's tls.Config.",
		],
	},
	KG122: {
		severity: "warning",
		holds: "The service that a liveness probe asks for is serving.",
		evidence:
			"The liveness probe names a service, as a `grpc` probe or by grpc_health_probe. The server answers NOT_SERVING (or UNKNOWN) for it when asked in the same way.",
		reason:
			"For a grpc probe, NOT_SERVING is a failure. After failureThreshold failures of a liveness probe in a row, the container is restarted. But a server also answers NOT_SERVING while it starts, while it drains, or while a dependency is missing, and a restart does not help then.",
		fix: [
			"Keep a separate status for the liveness probe, which is NOT_SERVING only if a restart helps: livenessProbe: {grpc: {port: PORT, service: liveness}}.",
			"Or only check that something listens: livenessProbe: {tcpSocket: {port: PORT}}.",
		],
	},
	KG123: {
		severity: "warning",
		holds: "A pod answers before the time of --wait is over.",
		evidence:
			"When the time of --wait was over, the pod had neither answered nor failed. The plugin had tried it for less time than --connect-timeout and --rpc-timeout allow.",
		reason:
			"All that is known about the pod is that it had not answered yet. It may have just started, it may be slow, or it may hang. The message says for how long it had been tried.",
		fix: ["Wait longer: --wait=60s.", "Or ask the pod once, without --wait."],
	},
} as const;
