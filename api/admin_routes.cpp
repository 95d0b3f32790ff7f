// SPDX-License-Identifier: Apache-2.0
#include "api/admin_routes.h"

#include <algorithm>
#include <charconv>

#include <nlohmann/json.hpp>

#include "core/calendar.h"
#include "storage/archive_codec.h"
#include "storage/audit_root.h"
#include "storage/journal.h"
#include "storage/key_layout.h"

namespace sohoa {
namespace {

using AdminJson = nlohmann::ordered_json;

constexpr std::uint64_t kAuditRecordsOnce = 200;

HttpResponse AdminAnswer(const AdminJson& json) {
  HttpResponse response;
  response.body = json.dump(-1, ' ', false, AdminJson::error_handler_t::replace);
  return response;
}

HttpResponse ListAccounts(const RouteContext& context) {
  const Result<std::string> users = context.queries.Answer("user_list", "{}");
  if (!users) return ProblemResponse(users.status());
  const Result<std::string> keys = context.queries.Answer("key_list", "{}");
  if (!keys) return ProblemResponse(keys.status());
  AdminJson json = AdminJson::parse(*users);
  json.update(AdminJson::parse(*keys));
  return AdminAnswer(json);
}

Result<AuditHead> HeadOfAudit(MetaReader& moment) {
  const Result<std::optional<std::string>> bytes = moment.Get(kLastAuditKey);
  if (!bytes) return bytes.status();
  if (!*bytes) return AuditHead{};
  const std::optional<AuditHead> head = DecodeAuditHead(**bytes);
  if (!head) return Status(StatusCode::kCorruption, "read the audit chain: its end is malformed; run verify");
  return *head;
}

AdminJson RecordJson(const AuditRecord& record, const Sha256& own) {
  const auto or_null = [](const std::string& text) { return text.empty() ? AdminJson(nullptr) : AdminJson(text); };
  return {{"sequence", record.sequence},
          {"at", FormatVietnamTime(record.at_unix_ms)},
          {"actor", record.actor},
          {"action", record.action},
          {"object", or_null(record.object)},
          {"purpose", or_null(record.purpose)},
          {"client", or_null(record.client)},
          {"content_sha256", record.content.Hex()},
          {"sha256", own.Hex()}};
}

// The newest first; each is held against what the one after it, or the chain's end, says of it.
HttpResponse ListAudit(const RouteContext& context, const HttpRequest& request) {
  const std::unique_ptr<MetaReader> moment = context.archive.meta().Snapshot();
  const Result<AuditHead> head = HeadOfAudit(*moment);
  if (!head) return ProblemResponse(head.status());
  std::uint64_t last = head->sequence;
  if (const std::string before = request.Query("before"); !before.empty()) {
    std::uint64_t number = 0;
    const auto end = std::from_chars(before.data(), before.data() + before.size(), number);
    if (end.ec != std::errc() || end.ptr != before.data() + before.size() || number == 0) return ProblemResponse(400, "invalid_argument", "before is the number of a record");
    last = std::min(last, number - 1);
  }
  const std::uint64_t first = last > kAuditRecordsOnce ? last - kAuditRecordsOnce + 1 : 1;
  AdminJson records = AdminJson::array();
  Sha256 before;
  bool unbroken = true;
  bool is_first = true;
  const Status read = last == 0 ? Status() : VisitAuditRecords(*moment, first, last, [&](std::string_view bytes) {
    const std::optional<AuditRecord> record = DecodeAuditRecord(bytes);
    if (!record) {
      unbroken = false;
      return true;
    }
    unbroken = unbroken && (is_first || record->previous == before);
    is_first = false;
    before = Sha256::Of(bytes);
    records.push_back(RecordJson(*record, before));
    return true;
  });
  if (!read.ok()) return ProblemResponse(read);
  if (last == head->sequence && last > 0) unbroken = unbroken && before == head->sha256;
  std::reverse(records.begin(), records.end());
  return AdminAnswer({{"records", records}, {"last", head->sequence}, {"unbroken", unbroken}, {"next_before", first > 1 ? AdminJson(first) : AdminJson(nullptr)}});
}

HttpResponse CheckAudit(const RouteContext& context) {
  const std::unique_ptr<MetaReader> moment = context.archive.meta().Snapshot();
  const Result<AuditHead> head = HeadOfAudit(*moment);
  if (!head) return ProblemResponse(head.status());
  const Result<std::vector<std::string>> problems = CheckAuditChain(*moment);
  if (!problems) return ProblemResponse(problems.status());
  return AdminAnswer({{"records", head->sequence}, {"sha256", head->sha256.Hex()}, {"problems", *problems}});
}

}  // namespace

void AddAdminRoutes(Router& router, const RouteContext& context) {
  router.Add(Needs(Action::kSeeAccounts), {"GET", "/v1/accounts", "People and keys of machines, and what they may; no secret is in it", {}, {"application/json"}, {},
                                           [context](const HttpRequest&) { return ListAccounts(context); }, 200, {}, false, "Accounts"});
  router.Add(Needs(Action::kSeeAudit, RouteObject::kEveryAgency),
             {"GET", "/v1/audit", "Audit records, the newest first, held against the chain of their hashes", {{"before", "Records in front of that one"}}, {"application/json"}, {400},
              [context](const HttpRequest& r) { return ListAudit(context, r); }, 200, {}, false, "AuditRecords"});
  router.Add(Needs(Action::kSeeAudit, RouteObject::kEveryAgency),
             {"GET", "/v1/audit/check", "Whether the whole audit chain holds together; reads all of it", {}, {"application/json"}, {},
              [context](const HttpRequest&) { return CheckAudit(context); }, 200, {}, false, "AuditCheck"});
}

}  // namespace sohoa
