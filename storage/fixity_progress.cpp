// SPDX-License-Identifier: Apache-2.0
#include "storage/fixity_progress.h"

#include <algorithm>

#include "archive_records.pb.h"
#include "core/parse_message.h"
#include "storage/key_layout.h"

namespace sohoa {

std::string EncodeFixityProgress(const FixityProgress& progress) {
  archive_records::FixityProgress message;
  message.set_begun_at_unix_ms(progress.begun_at_unix_ms);
  message.set_round_at_unix_ms(progress.round_at_unix_ms);
  if (progress.blob) message.set_blob(std::string(NameBytes(*progress.blob)));
  for (const std::int64_t slot : progress.slots_unix_ms) message.add_slots_unix_ms(slot);
  message.set_dossier(progress.dossier);
  message.set_dossiers_due(progress.dossiers_due);
  message.set_rounds(progress.rounds);
  for (const FixityFinding& finding : progress.findings) {
    archive_records::FixityFinding& each = *message.add_findings();
    each.set_kind(static_cast<std::uint32_t>(finding.problem.kind));
    each.set_what(finding.problem.what);
    each.set_dossier(finding.problem.dossier);
    each.set_object(finding.problem.object);
    each.set_sha256(std::string(NameBytes(finding.problem.sha256)));
    each.set_found_at_unix_ms(finding.found_at_unix_ms);
  }
  return message.SerializeAsString();
}

std::optional<FixityProgress> DecodeFixityProgress(std::string_view bytes) {
  const auto message = ParseMessage<archive_records::FixityProgress>(bytes);
  if (!message || message->slots_unix_ms_size() != static_cast<int>(kFixitySlots)) return std::nullopt;
  FixityProgress progress;
  progress.begun_at_unix_ms = message->begun_at_unix_ms();
  progress.round_at_unix_ms = message->round_at_unix_ms();
  progress.blob = ReadNameBytes(message->blob());
  if (!progress.blob && !message->blob().empty()) return std::nullopt;
  std::copy(message->slots_unix_ms().begin(), message->slots_unix_ms().end(), progress.slots_unix_ms.begin());
  progress.dossier = message->dossier();
  progress.dossiers_due = message->dossiers_due();
  progress.rounds = message->rounds();
  for (const archive_records::FixityFinding& each : message->findings()) {
    const std::optional<Sha256> name = ReadNameBytes(each.sha256());
    if (!name || each.kind() > static_cast<std::uint32_t>(FixityProblem::Kind::kExtra)) return std::nullopt;
    progress.findings.push_back({{static_cast<FixityProblem::Kind>(each.kind()), each.what(), each.dossier(), each.object(), *name, ""},
                                 each.found_at_unix_ms()});
  }
  return progress;
}

}  // namespace sohoa
