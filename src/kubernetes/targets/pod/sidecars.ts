import type { ContainerObject } from "../../objects/container.ts";

/** Names of containers that platforms inject, or charts add, beside the application. */
const SIDECAR_NAMES: ReadonlySet<string> = new Set([
	"istio-proxy",
	"linkerd-proxy",
	"linkerd-debug",
	"kuma-sidecar",
	"consul-dataplane",
	"consul-connect-envoy-sidecar",
	"envoy",
	"envoy-sidecar",
	"envoy-proxy",
	"daprd",
	"queue-proxy",
	"cloud-sql-proxy",
	"cloudsql-proxy",
	"alloydb-auth-proxy",
	"vault-agent",
	"otc-container",
	"otel-agent",
	"jaeger-agent",
	"fluent-bit",
	"fluentd",
	"filebeat",
	"kube-rbac-proxy",
	"oauth2-proxy",
	"gke-gcsfuse-sidecar",
	"config-reloader",
]);

/** Last parts of image paths of such containers, for those with any container name. */
const SIDECAR_IMAGES: ReadonlySet<string> = new Set([
	"proxyv2",
	"envoy",
	"cloud-sql-proxy",
	"gce-proxy",
	"alloydb-auth-proxy",
	"consul-dataplane",
	"daprd",
	"kube-rbac-proxy",
	"oauth2-proxy",
]);

/** Whether a container is one of the well-known proxies and agents, by its name or its image. */
export function isKnownSidecar({ name, image = "" }: ContainerObject): boolean {
	const [path = ""] = image.split("@");
	const [repository = ""] = (path.split("/").at(-1) ?? "").split(":");
	return SIDECAR_NAMES.has(name) || SIDECAR_IMAGES.has(repository);
}
