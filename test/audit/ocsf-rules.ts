import { z } from 'zod';

/*
 * What the schema of OCSF 1.1.0 wants of an Account Change, written down by hand: what is required of the class and of each
 * object in it, the types, and what has to agree.
 *
 * See https://schema.ocsf.io/1.1.0/classes/account_change
 */

const named = z.object({
  name: z.string().min(1),
  type_id: z.union([z.literal([0, 1, 2, 3]), z.literal(99)]),
});

const accountChange = z.object({
  activity_id: z.union([z.int().min(0).max(11), z.literal(99)]),
  category_uid: z.literal(3),
  class_uid: z.literal(3001),
  metadata: z.object({
    version: z.literal('1.1.0'),
    product: z.object({ vendor_name: z.string().min(1), name: z.string().min(1) }),
    uid: z.string(),
    sequence: z.int(),
    original_time: z.string(),
  }),
  severity_id: z.int().min(0).max(6),
  status_id: z.literal([0, 1, 2, 99]),
  // Milliseconds since 1970, of the years that there may be events of.
  time: z.int().min(Date.UTC(2020)).max(Date.UTC(2100)),
  type_uid: z.int(),
  user: named,
  actor: z.object({ user: named }),
  message: z.string().min(1),
  activity_name: z.string().min(1),
});

/** The attributes that are missing or not of their type. */
export function missingOf(event: unknown): readonly string[] {
  const { data, error } = accountChange.safeParse(event);
  const missing = (error?.issues ?? []).map(({ path }) => path.join('.'));
  return data && data.type_uid !== data.class_uid * 100 + data.activity_id
    ? [...missing, 'type_uid']
    : missing;
}
