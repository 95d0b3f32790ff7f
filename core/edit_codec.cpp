// SPDX-License-Identifier: Apache-2.0
#include "core/edit_codec.h"

#include "records.pb.h"

namespace sohoa {

void FillRecord(const Edit& edit, records::Edit* out) {
  out->set_kind(static_cast<std::uint32_t>(edit.kind));
  out->set_page(edit.page);
  out->set_other(edit.other);
  out->set_dossier(edit.dossier);
  out->set_rotation(static_cast<std::uint32_t>(edit.rotation));
  out->set_field(edit.field);
  out->set_ordinal(edit.ordinal);
  out->set_review(static_cast<std::uint32_t>(edit.review));
  out->set_value(edit.value);
  out->set_normalized(edit.normalized);
  out->set_reason(edit.reason);
  out->set_by(edit.by);
  out->set_at_unix_ms(edit.at_unix_ms);
  out->set_took_ms(edit.took_ms);
}

Edit TakeRecord(const records::Edit& in, RecordDamage& damage) {
  Edit edit;
  edit.kind = TakeRecordEnum(in.kind(), EditKind::kField, "kind of edit", damage);
  edit.page = in.page();
  edit.other = in.other();
  edit.dossier = in.dossier();
  edit.rotation = static_cast<int>(in.rotation());
  if (in.rotation() % 90 != 0 || in.rotation() >= 360) damage.Report("rotation");
  edit.field = in.field();
  edit.ordinal = in.ordinal();
  edit.review = TakeRecordEnum(in.review(), ReviewState::kUnreadable, "review state", damage);
  edit.value = in.value();
  edit.normalized = in.normalized();
  edit.reason = in.reason();
  edit.by = in.by();
  edit.at_unix_ms = in.at_unix_ms();
  edit.took_ms = in.took_ms();
  return edit;
}

}  // namespace sohoa
