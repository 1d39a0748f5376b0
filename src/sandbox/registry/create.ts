import { randomUUID } from "node:crypto";
import { withoutNulls } from "../objects/json.ts";
import {
	apiVersionOf,
	type Kinds,
	type ResourceName,
	type ResourceType,
	resourceType,
} from "../objects/kinds.ts";
import {
	type KubeObject,
	type Manifest,
	timestamp,
	withoutEmptyMaps,
} from "../objects/metadata.ts";
import { generatedName } from "../objects/names.ts";
import type { Store } from "../store/store.ts";
import { applyDefaults, assertAdmissible } from "./admission/admission.ts";
import type { CreateOptions } from "./registry.ts";
import {
	alreadyExists,
	badRequest,
	invalid,
	notFound,
	refused,
} from "./status-error.ts";

/** The kinds with a generation number, which controllers report back. */
const WITH_GENERATION: ReadonlySet<ResourceName> = new Set([
	"pods",
	"deployments",
	"replicasets",
	"replicationcontrollers",
	"statefulsets",
	"daemonsets",
	"jobs",
	"endpointslices",
]);

const DNS_SUBDOMAIN =
	/^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** See Registry.create. */
export function createObject<R extends ResourceName>(
	store: Store,
	resource: R,
	manifest: Manifest,
	options: CreateOptions,
): Kinds[R] {
	const type = resourceType(resource);
	checkKind(type, manifest);
	const said = withoutStatus(type, withoutNulls(manifest));
	const named = withIdentity(type, said, options.namespace);
	checkNamespace(store, type, named);
	const object = applyDefaults(resource, named, store);
	checkName(type, object.metadata.name);
	assertAdmissible(resource, object, undefined);
	const { name, namespace } = object.metadata;
	if (store.get(resource, name, namespace)) throw alreadyExists(type, name);
	return options.dryRun === "all" ? object : store.put(resource, object);
}

function checkKind(type: ResourceType, { apiVersion, kind }: Manifest): void {
	if (apiVersion === apiVersionOf(type) && kind === type.kind) return;
	const version = apiVersion.replace(/.*\//, "");
	throw badRequest(
		`${kind} in version "${version}" cannot be handled as a ${type.kind}: no kind "${kind}" is registered for version "${apiVersion}" here`,
	);
}

/**
 * A new object has no status, because its controller writes it (PrepareForCreate of each kind's strategy). A node is created with the
 * status of its kubelet.
 */
function withoutStatus(type: ResourceType, manifest: Manifest): Manifest {
	if (!type.subresources.includes("status") || type.name === "nodes")
		return manifest;
	const { status: _, ...rest } = manifest;
	return rest;
}

function withIdentity(
	type: ResourceType,
	manifest: Manifest,
	requested: string | undefined,
): KubeObject {
	const { metadata } = manifest;
	if (
		type.scope === "namespaced" &&
		requested &&
		metadata.namespace &&
		metadata.namespace !== requested
	)
		throw badRequest(
			"the namespace of the provided object does not match the namespace sent on the request",
		);
	const namespace =
		type.scope === "namespaced"
			? (requested ?? metadata.namespace ?? "default")
			: undefined;
	return {
		...manifest,
		metadata: {
			...withoutServerFields(metadata),
			name:
				metadata.name ||
				(metadata.generateName ? generatedName(metadata.generateName) : ""),
			...(namespace === undefined ? {} : { namespace }),
			uid: randomUUID(),
			resourceVersion: "",
			...(WITH_GENERATION.has(type.name) ? { generation: 1 } : {}),
			creationTimestamp: timestamp(),
		},
	};
}

/** Returns the metadata that a client may set. */
function withoutServerFields({
	deletionTimestamp: _timestamp,
	deletionGracePeriodSeconds: _seconds,
	...rest
}: Manifest["metadata"]): Manifest["metadata"] {
	return withoutEmptyMaps(rest);
}

function checkNamespace(
	store: Store,
	type: ResourceType,
	{ metadata }: KubeObject,
): void {
	if (metadata.namespace === undefined) return;
	const namespace = store.get("namespaces", metadata.namespace);
	if (!namespace)
		throw notFound(resourceType("namespaces"), metadata.namespace);
	if (namespace.metadata.deletionTimestamp)
		throw refused(
			type,
			metadata.name,
			`unable to create new content in namespace ${metadata.namespace} because it is being terminated`,
		);
}

function checkName(type: ResourceType, name: string): void {
	if (name === "")
		throw invalid(
			type,
			"",
			"metadata.name",
			"Required value: name or generateName is required",
		);
	// RBAC names are path segments, which may contain colons: system:basic-user.
	const allowed = type.group.startsWith("rbac.") ? /^[^/%]+$/ : DNS_SUBDOMAIN;
	if (!allowed.test(name) || name.length > 253)
		throw invalid(
			type,
			name,
			"metadata.name",
			`Invalid value: "${name}": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')`,
		);
}
