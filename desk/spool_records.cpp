// SPDX-License-Identifier: Apache-2.0
#include "desk/spool_records.h"

#include <algorithm>
#include <optional>

#include "core/parse_message.h"
#include "spool.pb.h"
#include "storage/key_layout.h"

namespace sohoa {
namespace {

constexpr std::size_t kPrefixBytes = 2;  // of the three kinds of keys

Status Damaged(const char* what) {
  return Status(StatusCode::kCorruption, std::string("read the desk's spool: its record of ") + what + " is malformed; keep the folder, and ask for help");
}

std::string Join(std::string_view prefix, const std::string& capture) { return std::string(prefix) + capture; }

}  // namespace

std::string CaptureKey(const std::string& capture) { return Join(kCapturePrefix, capture); }

std::string DeskOriginalKey(const std::string& capture, std::uint32_t place) {
  return Join(kDeskOriginalPrefix, capture) + "/" + BigEndian32(place);
}

std::string DeskEditKey(const std::string& capture, std::size_t number) {
  return Join(kDeskEditPrefix, capture) + "/" + BigEndian32(static_cast<std::uint32_t>(number));
}

std::string CaptureOfKey(std::string_view key) {
  const std::string_view rest = key.substr(std::min(kPrefixBytes, key.size()));
  return std::string(rest.substr(0, rest.find('/')));
}

std::string EncodeCapture(const Capture& capture) {
  desk::Capture out;
  out.set_id(capture.id);
  out.set_dossier(capture.head.dossier);
  out.set_procedure(capture.head.procedure);
  out.set_agency(capture.head.agency);
  out.set_applicant(capture.head.applicant);
  out.set_point(static_cast<std::uint32_t>(capture.head.point));
  out.set_state(static_cast<std::uint32_t>(capture.state));
  out.set_begun_unix_ms(capture.times.begun_unix_ms);
  out.set_last_page_unix_ms(capture.times.last_page_unix_ms);
  out.set_finished_unix_ms(capture.times.finished_unix_ms);
  out.set_receipted_unix_ms(capture.times.receipted_unix_ms);
  out.set_searchable_unix_ms(capture.times.searchable_unix_ms);
  out.set_by(capture.by);
  out.set_statement(capture.receipt.statement);
  out.set_signature(capture.receipt.signature);
  out.set_public_key(capture.receipt.public_key);
  out.set_discard_reason(capture.discard_reason);
  out.set_sent_as(capture.sent_as);
  out.set_is_sealing(capture.is_sealing);
  return out.SerializeAsString();
}

Result<Capture> DecodeCapture(std::string_view bytes) {
  desk::Capture in;
  if (!ParseMessage(bytes, in) || in.point() > static_cast<std::uint32_t>(CapturePoint::kResult) ||
      in.state() > static_cast<std::uint32_t>(CaptureState::kDiscarded)) {
    return Damaged("a capture");
  }
  Capture capture;
  capture.id = in.id();
  capture.head = {in.dossier(), in.procedure(), in.agency(), in.applicant(), static_cast<CapturePoint>(in.point())};
  capture.state = static_cast<CaptureState>(in.state());
  capture.times = {in.begun_unix_ms(), in.last_page_unix_ms(), in.finished_unix_ms(), in.receipted_unix_ms(), in.searchable_unix_ms()};
  capture.by = in.by();
  capture.receipt = {in.statement(), in.signature(), in.public_key()};
  capture.discard_reason = in.discard_reason();
  capture.sent_as = in.sent_as();
  capture.is_sealing = in.is_sealing();
  return capture;
}

std::string EncodeDeskOriginal(const DeskOriginal& original) {
  desk::Original out;
  out.set_id(original.id);
  out.set_place(original.place);
  out.set_sha256(std::string(NameBytes(original.sha256)));
  out.set_size(original.size);
  out.set_name(original.arrival.name);
  out.set_source(original.arrival.source);
  out.set_token(original.arrival.token);
  out.set_pages(original.arrival.pages);
  out.set_sheet(original.arrival.sheet);
  out.set_back(original.arrival.back);
  out.set_looks_like_before(original.arrival.looks_like_before);
  out.set_arrived_unix_ms(original.arrived_unix_ms);
  out.set_released(original.released);
  for (const std::string& id : original.page_ids) out.add_page_ids(id);
  out.set_quarantined(original.quarantined);
  out.set_ledger_sequence(original.ledger_sequence);
  out.set_refusal(original.refusal);
  return out.SerializeAsString();
}

Result<DeskOriginal> DecodeDeskOriginal(std::string_view bytes) {
  desk::Original in;
  DeskOriginal original;
  const std::optional<Sha256> hash = ParseMessage(bytes, in) ? ReadNameBytes(in.sha256()) : std::nullopt;
  if (!hash) return Damaged("an original");
  original.sha256 = *hash;
  original.id = in.id();
  original.place = in.place();
  original.size = in.size();
  original.arrival = {in.name(), in.source(), in.token(), in.pages(), in.sheet(), in.back(), in.looks_like_before()};
  original.arrived_unix_ms = in.arrived_unix_ms();
  original.released = in.released();
  original.page_ids.assign(in.page_ids().begin(), in.page_ids().end());
  original.quarantined = in.quarantined();
  original.ledger_sequence = in.ledger_sequence();
  original.refusal = in.refusal();
  return original;
}

std::string EncodePairedBrowser(const PairedBrowser& browser) {
  desk::PairedBrowser out;
  out.set_id(browser.id);
  out.set_name(browser.name);
  out.set_paired_unix_ms(browser.paired_unix_ms);
  return out.SerializeAsString();
}

Result<PairedBrowser> DecodePairedBrowser(std::string_view bytes) {
  desk::PairedBrowser in;
  if (!ParseMessage(bytes, in)) return Damaged("a paired browser");
  return PairedBrowser{in.id(), in.name(), in.paired_unix_ms()};
}

}  // namespace sohoa
