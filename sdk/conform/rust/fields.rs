//! The texts of a turn under their names in contract.proto.

use crate::wire::{all, Writer};

/// A name and the field numbers that lead there from the turn; of a list, the first is meant.
const TEXTS: &[(&str, &[u32])] = &[
    ("directory.slug", &[2, 1]),
    ("directory.hosts", &[2, 2]),
    ("directory.start", &[2, 3]),
    ("directory.name", &[2, 5]),
    ("business.name", &[3, 1]),
    ("business.legal_name", &[3, 2]),
    ("business.tagline", &[3, 3]),
    ("business.description_short", &[3, 4]),
    ("business.description", &[3, 5]),
    ("business.categories", &[3, 6]),
    ("business.tags", &[3, 7]),
    ("business.services", &[3, 8]),
    ("business.email", &[3, 9]),
    ("business.phone.e164", &[3, 10, 1]),
    ("business.phone.national", &[3, 10, 2]),
    ("business.phone.international", &[3, 10, 3]),
    ("business.phone.calling_code", &[3, 10, 4]),
    ("business.phone.region", &[3, 10, 5]),
    ("business.phone.digits", &[3, 10, 6]),
    ("business.website", &[3, 14]),
    ("business.address.full", &[3, 15, 1]),
    ("business.address.street", &[3, 15, 2]),
    ("business.address.house_number", &[3, 15, 3]),
    ("business.address.street_name", &[3, 15, 4]),
    ("business.address.line2", &[3, 15, 5]),
    ("business.address.neighbourhood", &[3, 15, 6]),
    ("business.address.city", &[3, 15, 7]),
    ("business.address.region", &[3, 15, 8]),
    ("business.address.region_code", &[3, 15, 9]),
    ("business.address.postal_code", &[3, 15, 10]),
    ("business.address.country", &[3, 15, 11]),
    ("business.address.country_name", &[3, 15, 12]),
    ("business.service_area", &[3, 16]),
    ("business.map_url", &[3, 18]),
    ("business.hours_text", &[3, 20]),
    ("business.price_range", &[3, 21]),
    ("business.logo.handle", &[3, 25, 1]),
    ("business.video_url", &[3, 28]),
    ("business.contact.name", &[3, 30, 1]),
    ("business.contact.first_name", &[3, 30, 2]),
    ("business.contact.last_name", &[3, 30, 3]),
    ("business.contact.email", &[3, 30, 4]),
    ("business.contact.role", &[3, 30, 6]),
    ("business.employee_count", &[3, 32]),
    ("business.business_type", &[3, 33]),
    ("business.repository_url", &[3, 34]),
    ("business.pricing_model", &[3, 35]),
    ("page.url", &[4, 1]),
    ("page.title", &[4, 2]),
    ("page.lang", &[4, 3]),
    ("page.text", &[4, 5]),
    ("page.headings", &[4, 6]),
    ("page.controls.ref", &[4, 8, 1]),
    ("page.controls.type", &[4, 8, 3]),
    ("page.controls.name", &[4, 8, 4]),
    ("page.controls.label", &[4, 8, 7]),
    ("page.controls.placeholder", &[4, 8, 8]),
    ("page.controls.section", &[4, 8, 10]),
    ("page.controls.value", &[4, 8, 28]),
    ("page.buttons.text", &[4, 9, 2]),
    ("page.links.text", &[4, 10, 2]),
    ("page.links.url", &[4, 10, 3]),
    ("page.errors.text", &[4, 12, 1]),
    ("page.option_sets.options.value", &[4, 13, 1, 1]),
    ("page.option_sets.options.label", &[4, 13, 1, 2]),
    ("page.dialogs", &[4, 15]),
];

pub fn fields(turn: &[u8], m: &mut Writer) {
    for (name, path) in TEXTS {
        let value = path.iter().fold(turn, |message, &field| all(message, field).next().unwrap_or(&[]));
        m.message(2, |step| {
            step.text(1, "fill");
            step.message(2, |target| {
                target.text(1, "label");
                target.text(2, name);
            });
            step.bytes(3, value);
        });
    }
}
