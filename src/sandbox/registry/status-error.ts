import { qualifiedName, type ResourceType } from "../objects/kinds.ts";

/** metav1.Status, the API's answer to a failed request. */
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

/** An error with the Status of the response. Clients match the messages, so they are those of apimachinery's pkg/api/errors. */
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

/** Returns the 404 error of a name that does not exist. */
export function notFound(type: ResourceType, name: string): StatusError {
	const message = `${qualifiedName(type)} "${name}" not found`;
	return new StatusError(404, "NotFound", message, detailsOf(type, name));
}

/** Returns the 409 error of a name that already exists. */
export function alreadyExists(type: ResourceType, name: string): StatusError {
	const message = `${qualifiedName(type)} "${name}" already exists`;
	return new StatusError(409, "AlreadyExists", message, detailsOf(type, name));
}

/** Returns the 409 error of an update. Default cause: the object has been changed in the meantime. */
export function conflict(
	type: ResourceType,
	name: string,
	cause = "the object has been modified; please apply your changes to the latest version and try again",
): StatusError {
	const message = `Operation cannot be fulfilled on ${qualifiedName(type)} "${name}": ${cause}`;
	return new StatusError(409, "Conflict", message, detailsOf(type, name));
}

/** Returns the 400 error of a malformed request. */
export function badRequest(message: string): StatusError {
	return new StatusError(400, "BadRequest", message);
}

/** Returns a 403 error for a reason other than authorization, such as a namespace that is being deleted. */
export function refused(
	type: ResourceType,
	name: string,
	cause: string,
): StatusError {
	const message = `${qualifiedName(type)} "${name}" is forbidden: ${cause}`;
	return new StatusError(403, "Forbidden", message, detailsOf(type, name));
}

/** Returns the 422 error of one field. `body` is the part of the message after the field's name. */
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

/** The machine-readable reason for the first words of a message. */
const CAUSES: Readonly<Record<string, string>> = {
	"Required value": "FieldValueRequired",
	"Invalid value": "FieldValueInvalid",
	"Unsupported value": "FieldValueNotSupported",
	"Duplicate value": "FieldValueDuplicate",
	Forbidden: "FieldValueForbidden",
};

/** Returns the 410 error of a version that is no longer stored. */
export function expired(message: string, restart?: string): StatusError {
	const metadata = { continue: restart };
	return new StatusError(410, "Expired", message, undefined, metadata);
}

/** Returns the 404 error of a path that does not exist. */
export function noSuchPath(): StatusError {
	return new StatusError(
		404,
		"NotFound",
		"the server could not find the requested resource",
		{},
	);
}

/** Returns the `details` of an object in an error or in the answer to a deletion. */
export function detailsOf(
	type: ResourceType,
	name: string | undefined,
): StatusDetails {
	return { name, group: type.group || undefined, kind: type.name };
}
