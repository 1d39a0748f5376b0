import { quote } from "../../../kubernetes/quote.ts";
import { listed } from "../../../listed.ts";

/** Maximum number of services that are named. The rest is only counted. */
const NAMED_SERVICES = 10;

/** Returns a service name for prose. The empty name stands for the whole server. */
export function quoted(service: string): string {
	return service === "" ? "the whole server" : `"${quote(service)}"`;
}

/** Returns service names for prose. */
export const allQuoted = (services: readonly string[]): string =>
	listed(services.map(quoted), NAMED_SERVICES);

/** Returns service names without quotation marks, for services that the server itself names. */
export const allNamed = (services: readonly string[]): string =>
	listed(services.map(quote), NAMED_SERVICES);

/** Returns ` for "a.A"`; an empty text for the whole server alone. */
export const forServices = (services: readonly string[]): string =>
	services.every((service) => service === "")
		? ""
		: ` for ${allQuoted(services)}`;
