import { descriptor, fields, type Init, service } from "./fake-session.ts";

/** A file that others import. */
export const common = descriptor({
	name: "common.proto",
	package: "shop",
	syntax: "proto3",
	messageType: [{ name: "Money" }],
});

/** Returns a file with a service shop.Users whose messages use shop.Money. */
export const users = (init: Init = {}) =>
	descriptor({
		name: "users.proto",
		package: "shop",
		syntax: "proto3",
		dependency: ["common.proto"],
		messageType: [
			{ name: "User", field: fields({ balance: ".shop.Money" }) },
			{ name: "Query" },
		],
		service: [service("Users", ".shop.Query", ".shop.User")],
		...init,
	});
