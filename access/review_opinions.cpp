// SPDX-License-Identifier: Apache-2.0
#include "access/review_opinions.h"

#include <algorithm>
#include <optional>

#include "access_records.pb.h"
#include "core/parse_message.h"
#include "storage/key_layout.h"
#include "storage/staged_reader.h"

namespace sohoa {
namespace {

std::string KeyOf(const std::string& dossier, const ReviewedValue& value) {
  return ReviewOpinionPrefix(dossier) + EscapedString(value.page) + EscapedString(value.field) + BigEndian32(value.ordinal);
}

std::string EncodeOpinions(const std::vector<ReviewOpinion>& opinions) {
  access_records::ReviewOpinions message;
  for (const ReviewOpinion& opinion : opinions) {
    access_records::ReviewOpinion* out = message.add_opinions();
    out->set_by(opinion.by);
    out->set_review(static_cast<std::uint32_t>(opinion.review));
    out->set_value(opinion.value);
    out->set_at_unix_ms(opinion.at_unix_ms);
    out->set_took_ms(opinion.took_ms);
  }
  return message.SerializeAsString();
}

Result<std::vector<ReviewOpinion>> DecodeOpinions(const std::optional<std::string>& bytes) {
  if (!bytes) return std::vector<ReviewOpinion>();
  const auto message = ParseMessage<access_records::ReviewOpinions>(*bytes);
  std::vector<ReviewOpinion> opinions;
  for (int i = 0; message && i < message->opinions_size(); ++i) {
    const access_records::ReviewOpinion& in = message->opinions(i);
    if (in.review() > static_cast<std::uint32_t>(ReviewState::kUnreadable)) break;
    opinions.push_back({in.by(), static_cast<ReviewState>(in.review()), in.value(), in.at_unix_ms(), in.took_ms()});
  }
  if (!message || opinions.size() != static_cast<std::size_t>(message->opinions_size())) {
    return Status(StatusCode::kCorruption, "read what was said of a value: the record is malformed; bring it back from a backup");
  }
  return opinions;
}

}  // namespace

Result<std::vector<ReviewOpinion>> ReviewOpinions::List(const std::string& dossier, const ReviewedValue& value) {
  const Result<std::optional<std::string>> bytes = meta_.Get(KeyOf(dossier, value));
  if (!bytes) return bytes.status();
  return DecodeOpinions(*bytes);
}

Status ReviewOpinions::Add(const std::string& dossier, const ReviewedValue& value, const ReviewOpinion& opinion) {
  return write_([&](MetaBatch& batch) -> Status {
    const std::string key = KeyOf(dossier, value);
    const Result<std::optional<std::string>> bytes = StagedReader(meta_, batch).Get(key);
    if (!bytes) return bytes.status();
    Result<std::vector<ReviewOpinion>> opinions = DecodeOpinions(*bytes);
    if (!opinions) return opinions.status();
    if (std::any_of(opinions->begin(), opinions->end(), [&](const ReviewOpinion& one) { return one.by == opinion.by; })) {
      return Status(StatusCode::kConflict, "say what field " + value.field + " is: you have said so already, and somebody else has to look");
    }
    opinions->push_back(opinion);
    batch.Put(key, EncodeOpinions(*opinions));
    return {};
  });
}

Status ReviewOpinions::Clear(const std::string& dossier, const ReviewedValue& value) {
  return write_([&](MetaBatch& batch) -> Status {
    batch.Delete(KeyOf(dossier, value));
    return {};
  });
}

}  // namespace sohoa
