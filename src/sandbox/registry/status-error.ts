import { qualifiedName, type ResourceType } from "../objects/kinds.ts";

/** metav1.Status: how the API says no. */
export type Status = {
	readonly kind: "Status";
	readonly apiVersion: "v1";
	readonly metadata: { readonly continue?: string | undefined };
	readonly status: "Failure" | "Success";
	readonly message?: string;
	readonly reason?: string;
	readonly details?: StatusDetails | undefined;
	readonly code?: number;
};

type StatusDetails = {
	readonly name?: string | undefined;
	readonly group?: string | undefined;
	readonly kind?: string;
	readonly causes?: readonly {
		readonly reason?: string | undefined;
		readonly message?: string;
		readonly field?: string;
	}[];
	readonly retryAfterSeconds?: number;
};

/** Carries a Status to the response. The messages are those of apimachinery's pkg/api/errors, word for word: clients match them. */
export class StatusError extends Error {
	readonly status: Status & { readonly code: number };

	constructor(
		code: number,
		reason: string,
		message: string,
		details?: StatusDetails,
		metadata: Status["metadata"] = {},
	) {
		super(message);
		this.status = {
			kind: "Status",
			apiVersion: "v1",
			metadata,
			status: "Failure",
			message,
			reason,
			details,
			code,
		};
	}
}

/** 404 for a name that nothing of the type has. */
export function notFound(type: ResourceType, name: string): StatusError {
	const message = `${qualifiedName(type)} "${name}" not found`;
	return new StatusError(404, "NotFound", message, detailsOf(type, name));
}

/** 409 for a name that something of the type has already. */
export function alreadyExists(type: ResourceType, name: string): StatusError {
	const message = `${qualifiedName(type)} "${name}" already exists`;
	return new StatusError(409, "AlreadyExists", message, detailsOf(type, name));
}

/** 409 with the cause that the API server gives, by default the lost race of an update. */
export function conflict(
	type: ResourceType,
	name: string,
	cause = "the object has been modified; please apply your changes to the latest version and try again",
): StatusError {
	const message = `Operation cannot be fulfilled on ${qualifiedName(type)} "${name}": ${cause}`;
	return new StatusError(409, "Conflict", message, detailsOf(type, name));
}

/** 400 for a request that cannot be understood. */
export function badRequest(message: string): StatusError {
	return new StatusError(400, "BadRequest", message);
}

/** 403 by something other than authorization, such as a namespace that is going away. */
export function refused(
	type: ResourceType,
	name: string,
	cause: string,
): StatusError {
	const message = `${qualifiedName(type)} "${name}" is forbidden: ${cause}`;
	return new StatusError(403, "Forbidden", message, detailsOf(type, name));
}

/** 422 for one field; `body` is what follows the field's name. */
export function invalid(
	type: ResourceType,
	name: string,
	field: string,
	body: string,
): StatusError {
	const kind = type.group === "" ? type.kind : `${type.kind}.${type.group}`;
	return new StatusError(
		422,
		"Invalid",
		`${kind} "${name}" is invalid: ${field}: ${body}`,
		{
			name: name || undefined,
			group: type.group || undefined,
			kind: type.kind,
			causes: [
				{ reason: CAUSES[body.replace(/:.*/s, "")], message: body, field },
			],
		},
	);
}

/** The machine-readable reason that belongs to the words. */
const CAUSES: Readonly<Record<string, string>> = {
	"Required value": "FieldValueRequired",
	"Invalid value": "FieldValueInvalid",
	"Unsupported value": "FieldValueNotSupported",
	"Duplicate value": "FieldValueDuplicate",
	Forbidden: "FieldValueForbidden",
};

/** 410: what was asked for is forgotten. */
export function expired(message: string, restart?: string): StatusError {
	const metadata = { continue: restart };
	return new StatusError(410, "Expired", message, undefined, metadata);
}

/** 404 for a path under which the API has nothing. */
export function noSuchPath(): StatusError {
	return new StatusError(
		404,
		"NotFound",
		"the server could not find the requested resource",
		{},
	);
}

/** What `details` says of an object in errors and in the answer to a deletion. */
export function detailsOf(
	type: ResourceType,
	name: string | undefined,
): StatusDetails {
	return { name, group: type.group || undefined, kind: type.name };
}
