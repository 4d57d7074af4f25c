import type { User } from "../accounts/state.ts";
import type { Organization } from "./state.ts";

/** `user` of `GET /users/me`. */
export function userObject(user: User): Record<string, unknown> {
  return {
    user_id: user.id,
    name: user.name,
    email: user.email,
    email_ids: [{ email: user.email, is_selected: true }],
    status: "active",
    user_role: user.role,
    user_type: "zoho",
    is_employee: false,
  };
}

/** A row of `GET /organizations`. */
export function organizationObject(
  organization: Organization,
  user: User,
  isDefault: boolean,
): Record<string, unknown> {
  const { profile } = organization;
  return {
    organization_id: organization.organization_id,
    name: profile.name,
    contact_name: user.name,
    email: profile.email,
    is_default_org: isDefault,
    user_role: user.role,
    plan_name: "PROFESSIONAL",
    plan_period: "Monthly",
    language_code: "en",
    fiscal_year_start_month: 3,
    time_zone: profile.time_zone,
    is_org_active: true,
    currency_id: "1460000000000000064",
    currency_code: "INR",
    currency_symbol: "₹",
    currency_format: "#,##,##0.00",
    price_precision: 2,
    country: "India",
  };
}
