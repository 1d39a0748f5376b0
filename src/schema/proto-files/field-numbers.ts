/** The largest number of a field (descriptor.h, FieldDescriptor::kMaxNumber). */
export const MAX_FIELD = 536_870_911;
/** The largest number of an extension of a message set (MessageOptions.message_set_wire_format). */
export const MAX_OF_SET = 2_147_483_646;
