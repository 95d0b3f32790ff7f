// SPDX-License-Identifier: Apache-2.0
//
// The subcommands of `sohoa`: their arguments as parsed, and the function behind each, which
// returns the exit code. One file a subcommand.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cli/config.h"

namespace sohoa {

struct OcrArguments {
  std::vector<std::string> files;
  std::string format = "text";
  std::string output;
  std::uint32_t jobs = 0;  // 0 = one a core
  std::string model;
  bool all_ink = false;
};
int RunOcr(const OcrArguments& arguments, const Config& config);

struct InspectArguments {
  std::vector<std::string> files;
  std::uint32_t jobs = 0;
  std::string model;
};
int RunInspect(const InspectArguments& arguments, const Config& config);

struct SubmitArguments {
  std::string dossier;
  std::string procedure;
  std::string agency;
  std::string applicant;
  std::string lane = "counter";
  std::string deadline;  // legal deadline, as ParseVietnamTime reads it; empty = none
  bool wait = false;
  bool open = false;  // leave the batch unsealed
  std::vector<std::string> paths;
};
int RunSubmit(const SubmitArguments& arguments, const Config& config);

struct ScanArguments {
  SubmitArguments submit;
  std::string device;
  std::string source;
  bool duplex = false;
  int dpi = 300;
  std::uint32_t sheets = 0;
  std::vector<std::string> options;  // name=value of the device's own
};
int RunScan(const ScanArguments& arguments, const Config& config);

struct AuditArguments {
  std::string action;  // "key" "root" "sign"
  std::string day;     // in Vietnam; empty = yesterday
  std::string key;     // file of the private key
  std::string output;  // folder
};
int RunAudit(const AuditArguments& arguments, const Config& config);

struct SealArguments {
  std::string dossier;
};
int RunSeal(const SealArguments& arguments, const Config& config);

struct EditArguments {
  std::string kind;  // "split" "join" "automatic" "move" "rotate" "replace" "restore" "type" "field"
  std::string what;  // a page, or for a class or field a document
  std::string other;  // move: behind which page; replace: by which
  std::string turn;   // degrees clockwise
  std::string field;
  std::string number;  // which of the fields with that code, from 1
  std::string review;
  std::string value;
  std::string normalized;
  std::string reason;
  std::string by;  // empty = who is logged in
  std::string version;  // that was seen
  bool wait = false;
};
int RunEdit(const EditArguments& arguments, const Config& config);

struct WithdrawArguments {
  std::string page;
  std::string to;  // a dossier, or "aside"
  std::string reason;
  std::string by;
  bool wait = false;
};
int RunWithdraw(const WithdrawArguments& arguments, const Config& config);

struct RereadArguments {
  std::string dossier;
  bool documents_only = false;
  bool wait = false;
};
int RunReread(const RereadArguments& arguments, const Config& config);

struct ChangesArguments {
  std::string dossier;
  std::string from;  // versions; empty = the newest and the one before
  std::string to;
};
int RunChanges(const ChangesArguments& arguments, const Config& config);

struct RetentionArguments {
  std::string action;  // "list" "show" "set" "hold" "release" "propose" "proposals" "confirm" "withdraw" "certificates" "reclaim"
  std::vector<std::string> what;  // dossiers; confirm and withdraw: a number
  std::string due;          // day
  std::string maintenance;  // set: code
  std::string years;        // set: of code 07
  std::string closed_on;    // set: day
  std::string hold;         // release: its number
  std::string reason;
  std::string by;
};
int RunRetention(const RetentionArguments& arguments, const Config& config);

struct ReportArguments {
  std::string quarter;  // "2026-Q4"
  std::string output;   // a file; empty = stdout
};
int RunReport(const ReportArguments& arguments, const Config& config);

struct OutcomesArguments {
  std::string output;
  bool scores = false;    // as training/calibrate_fields.py reads them
  bool by_class = false;  // of these, each field of a class apart
};
int RunOutcomes(const OutcomesArguments& arguments, const Config& config);

struct RegisterArguments {
  std::string kind;  // "outgoing" "incoming" "dossiers" "documents"
  std::string dossier;
  std::string from;  // days
  std::string to;
  std::string output;
};
int RunRegister(const RegisterArguments& arguments, const Config& config);

struct SearchArguments {
  std::string query;
  std::string type;
  std::string agency;
  std::string from;
  std::string to;
  std::vector<std::string> fields;
  std::string sort;  // "relevance" "newest" "oldest"
  std::uint32_t limit = 20;
  std::string cursor;
};
int RunSearch(const SearchArguments& arguments, const Config& config);

struct ShowArguments {
  std::string id;
};
int RunShow(const ShowArguments& arguments, const Config& config);
int RunFields(const ShowArguments& arguments, const Config& config);

struct ProceduresArguments {
  std::string action;  // "list" "show" "check" "import"
  std::string what;    // show: a code; check: a folder or file; import: a list
  std::string on;      // the day in force, ISO 8601
  std::string output;  // import: the catalogue file
};
int RunProcedures(const ProceduresArguments& arguments, const Config& config);

struct SupplementArguments {
  std::string dossier;
  std::string format;  // "text" "html"; empty = by the output's name
  std::string output;  // a file; empty = stdout
};
int RunSupplement(const SupplementArguments& arguments, const Config& config);

struct ExportArguments {
  std::string dossier;
  std::string format = "pdf";
  std::string output;
  bool mask = false;  // without personal data: pdf, alto, hocr
};
int RunExport(const ExportArguments& arguments, const Config& config);

struct ImportArguments {
  std::string from;
};
int RunImport(const ImportArguments& arguments, const Config& config);

struct IndexArguments {
  std::string action;  // "state" "rebuild"
};
int RunIndex(const IndexArguments& arguments, const Config& config);

struct VerifyArguments {
  std::string dossier;
  std::string repair;  // a folder with backups; empty = only look
};
int RunVerify(const VerifyArguments& arguments, const Config& config);

struct BackupArguments {
  std::string to;
  bool verify = false;
  bool list = false;
  std::uint32_t keep = 0;
};
int RunBackup(const BackupArguments& arguments, const Config& config);

struct MigrateArguments {
  std::string from;  // as storage/storage_location.h has it
  std::string to;
};
int RunMigrate(const MigrateArguments& arguments, const Config& config);

struct RestoreArguments {
  std::string from;
  std::uint32_t number = 0;
  std::string accept;  // a reason: nothing is restored, the archive is taken as it is
};
int RunRestore(const RestoreArguments& arguments, const Config& config);

int RunUpgrade(const Config& config);

struct ServeArguments {
  std::string http;
  std::optional<std::uint32_t> workers;
  std::vector<std::string> listen;  // further endpoints of the coordinator
  bool standby = false;
};
int RunServe(const ServeArguments& arguments, const Config& config);
int RunCoordinator(const ServeArguments& arguments, const Config& config);

struct DeskArguments {
  std::string http;
  std::string spool;
  std::string name;
};
int RunDesk(const DeskArguments& arguments, const Config& config);

struct WorkerArguments {
  std::vector<std::string> connect;
  std::string services = "page,dossier";
  std::uint32_t threads = 1;
};
int RunWorker(const WorkerArguments& arguments, const Config& config);

struct DrainArguments {
  std::string worker;
  bool resume = false;
  bool end = false;      // its process ends when it is done
  bool no_wait = false;
  std::uint32_t timeout_s = 600;
};
int RunDrain(const DrainArguments& arguments, const Config& config);

int RunWorkersNeeded(const Config& config);

struct PeerArguments {
  std::string action;  // "make" "allow" "revoke" "list"
  std::string name;
  std::string role;
  std::string key;     // a public key
  std::string output;  // key file to make
};
int RunPeer(const PeerArguments& arguments, const Config& config);

// Lists separated by commas; empty = as it is, or none.
struct GrantArguments {
  std::string roles;
  std::string agencies;  // "*" = every one
  std::string secrecy;   // "none" "mat" "toi-mat" "tuyet-mat": up to that degree
};

struct UserArguments {
  std::string action;  // "add" "list" "role" "disable" "enable" "password" "subject"
  std::string name;
  GrantArguments grant;
  std::string subject;  // of a login elsewhere; then no password is asked for
};
int RunUser(const UserArguments& arguments, const Config& config);

struct WebhookArguments {
  std::string action;  // "add" "list" "test" "dead" "replay" "remove"
  std::string name;
  std::string url;
  std::string key;     // name of the machine's key whose rights it has
  std::string events;  // kinds, separated by commas; empty = all
  std::string from;    // replay: sequence number of an event
};
int RunWebhook(const WebhookArguments& arguments, const Config& config);

struct KeyArguments {
  std::string action;  // "add" "list" "revoke"
  std::string name;    // revoke: or its id
  GrantArguments grant;
  std::string expires;  // a day
};
int RunKey(const KeyArguments& arguments, const Config& config);

struct StatusArguments {
  bool watch = false;
};
int RunStatus(const StatusArguments& arguments, const Config& config);

struct QuarantineArguments {
  std::string action;  // "list" "show" "retry" "reject"
  std::string page;
  std::string reason;
};
int RunQuarantine(const QuarantineArguments& arguments, const Config& config);

}  // namespace sohoa
