// SPDX-License-Identifier: Apache-2.0
#include "cli/command_line.h"

#include <functional>
#include <string>

#include <CLI/CLI.hpp>

#include "cli/commands.h"
#include "cli/messages.h"
#include "cli/terminal.h"

namespace sohoa {
namespace {

struct GlobalArguments {
  std::string config;
  std::string archive;
  bool json = false;
  bool quiet = false;
};

// All that was parsed, and what to do with it.
struct Parsed {
  GlobalArguments global;
  OcrArguments ocr;
  InspectArguments inspect;
  SubmitArguments submit;
  ScanArguments scan;
  SealArguments seal;
  SearchArguments search;
  ShowArguments show;
  ProceduresArguments procedures;
  SupplementArguments supplement;
  ExportArguments export_;
  ImportArguments import_;
  VerifyArguments verify;
  IndexArguments index;
  AuditArguments audit;
  BackupArguments backup;
  RestoreArguments restore;
  MigrateArguments migrate;
  ServeArguments serve;
  WorkerArguments worker;
  DeskArguments desk;
  DrainArguments drain;
  PeerArguments peer;
  UserArguments user;
  KeyArguments key;
  WebhookArguments webhook;
  StatusArguments status;
  QuarantineArguments quarantine;
  EditArguments edit;
  WithdrawArguments withdraw;
  RereadArguments reread;
  ChangesArguments changes;
  RetentionArguments retention;
  ReportArguments report;
  OutcomesArguments outcomes;
  RegisterArguments register_;
  std::function<int(const Config&)> run;
};

CLI::App* AddCommand(CLI::App& app, Parsed& parsed, const char* name, const char* help,
                     std::function<int(const Config&)> run) {
  CLI::App* command = app.add_subcommand(name, help);
  command->fallthrough();
  command->callback([&parsed, run = std::move(run)] { parsed.run = run; });
  return command;
}

void AddReading(CLI::App& app, Parsed& p) {
  const char* model_help = Say("mô hình: sohoa, vie-fast, tên mô hình Tesseract hoặc tệp .safetensors, .traineddata; hoặc bộ đọc: tesseract",
                                     "model: sohoa, vie-fast, the name of a Tesseract model, or a .safetensors or .traineddata file; or engine: tesseract");
  CLI::App* ocr = AddCommand(app, p, "ocr", Say("đọc trang, không cần kho", "read pages, no archive"),
                             [&p](const Config& config) { return RunOcr(p.ocr, config); });
  ocr->add_option("files", p.ocr.files, Say("tệp cần đọc", "files to read"))->required();
  ocr->add_option("--format", p.ocr.format, Say("dạng kết quả", "form of the result"))
      ->check(CLI::IsMember({"text", "json", "hocr", "alto", "pdf"}));
  ocr->add_option("-o,--output", p.ocr.output, Say("tệp hoặc thư mục (kết thúc bằng /)", "file, or folder (ends in /)"));
  ocr->add_option("--jobs", p.ocr.jobs, Say("số trang đọc cùng lúc", "pages read at once"))->check(CLI::Range(1, 64));
  ocr->add_option("--model", p.ocr.model, model_help);
  ocr->add_flag("--all-ink", p.ocr.all_ink, Say("cả dấu và chữ viết tay", "stamps and handwriting too"));

  CLI::App* inspect = AddCommand(app, p, "inspect",
                                 Say("đọc, tách, phân loại, trích trường", "read, separate, classify, extract"),
                                 [&p](const Config& config) { return RunInspect(p.inspect, config); });
  inspect->add_option("files", p.inspect.files, Say("tệp cần đọc", "files to read"))->required();
  inspect->add_option("--jobs", p.inspect.jobs, Say("số trang đọc cùng lúc", "pages read at once"))->check(CLI::Range(1, 64));
  inspect->add_option("--model", p.inspect.model, model_help);
}

void AddDossierOptions(CLI::App* command, SubmitArguments& submit) {
  command->add_option("--dossier", submit.dossier, Say("mã hồ sơ", "dossier code"))->required();
  command->add_option("--procedure", submit.procedure, Say("mã thủ tục", "procedure code"));
  command->add_option("--agency", submit.agency, Say("mã cơ quan", "agency code"));
  command->add_option("--applicant", submit.applicant, Say("người nộp", "applicant"));
  command->add_option("--lane", submit.lane, Say("luồng ưu tiên", "lane"))
      ->check(CLI::IsMember({"counter", "workflow", "backlog"}));
  command->add_option("--deadline", submit.deadline,
                      Say("hạn trả kết quả: NĂM-THÁNG-NGÀY hoặc NĂM-THÁNG-NGÀYTGIỜ:PHÚT", "legal deadline: YYYY-MM-DD or YYYY-MM-DDTHH:MM"));
  command->add_flag("--wait", submit.wait, Say("chờ đến khi tra cứu được", "wait until it can be searched"));
  command->add_flag("--open", submit.open, Say("chưa khóa lô", "do not seal the batch"));
}

void AddIntake(CLI::App& app, Parsed& p) {
  CLI::App* submit = AddCommand(app, p, "submit", Say("đưa tệp vào hồ sơ", "put files into a dossier"),
                                [&p](const Config& config) { return RunSubmit(p.submit, config); });
  AddDossierOptions(submit, p.submit);
  submit->add_option("paths", p.submit.paths, Say("tệp hoặc thư mục", "files or folders"))->required();

  CLI::App* scan = AddCommand(app, p, "scan", Say("quét giấy vào hồ sơ", "scan paper into a dossier"),
                              [&p](const Config& config) { return RunScan(p.scan, config); });
  AddDossierOptions(scan, p.scan.submit);
  scan->add_option("--device", p.scan.device, "sane:NAME | folder:DIR | file:PATH")->required();
  scan->add_option("--source", p.scan.source, Say("khay nạp hoặc mặt kính", "feeder or glass"))
      ->check(CLI::IsMember({"feeder", "flatbed"}));
  scan->add_flag("--duplex", p.scan.duplex, Say("hai mặt", "both sides"));
  scan->add_option("--dpi", p.scan.dpi, Say("độ phân giải", "resolution"))->check(CLI::Range(50, 1200));
  scan->add_option("--sheets", p.scan.sheets, Say("số tờ", "sheets"));
  scan->add_option("--option", p.scan.options, Say("tùy chọn riêng của máy, tên=giá trị", "option of the device, name=value"));

  CLI::App* seal = AddCommand(app, p, "seal", Say("khóa hồ sơ: không còn trang", "no more pages"),
                              [&p](const Config& config) { return RunSeal(p.seal, config); });
  seal->add_option("dossier", p.seal.dossier, Say("mã hồ sơ", "dossier code"))->required();
}

void AddEditing(CLI::App& app, Parsed& p) {
  CLI::App* edit = AddCommand(app, p, "edit", Say("sửa cách chia, thứ tự trang, loại hoặc trường", "correct cuts, order of pages, a class or a field"),
                              [&p](const Config& config) { return RunEdit(p.edit, config); });
  edit->add_option("kind", p.edit.kind, "split | join | automatic | move | rotate | replace | restore | type | field")
      ->required()
      ->check(CLI::IsMember({"split", "join", "automatic", "move", "rotate", "replace", "restore", "type", "field"}));
  edit->add_option("what", p.edit.what, Say("mã trang; với type và field: mã văn bản", "a page; for type and field a document"))->required();
  CLI::Option* after = edit->add_option("--after", p.edit.other, Say("move: đứng sau trang này (bỏ trống: lên đầu)", "move: behind this page (none: to the front)"));
  edit->add_option("--with", p.edit.other, Say("replace: trang thay vào", "replace: the page that comes in its place"))->excludes(after);
  edit->add_option("--turn", p.edit.turn, Say("rotate: xoay theo chiều kim đồng hồ", "rotate: clockwise"))->check(CLI::IsMember({"90", "180", "270"}));
  edit->add_option("--field", p.edit.field, Say("mã trường", "code of the field"));
  edit->add_option("--number", p.edit.number, Say("trường thứ mấy cùng mã", "which of those with that code"))->check(CLI::PositiveNumber);
  edit->add_option("--value", p.edit.value, Say("giá trị đúng; với type: mã loại", "the right value; for type a class code"));
  edit->add_option("--normalized", p.edit.normalized, Say("dạng chuẩn hóa (bỏ trống: tự suy ra)", "normalized form (none: it follows from the value)"));
  edit->add_option("--review", p.edit.review, "confirmed | corrected | unreadable | needs_review")
      ->check(CLI::IsMember({"confirmed", "corrected", "unreadable", "needs_review"}));
  edit->add_option("--reason", p.edit.reason, Say("lý do", "reason"));
  edit->add_option("--by", p.edit.by, Say("người quyết định (mặc định: người đăng nhập)", "who decides (else who is logged in)"));
  edit->add_option("--version", p.edit.version, Say("phiên bản đã xem; khác thì từ chối", "the version that was seen; refused where it is another"))->check(CLI::PositiveNumber);
  edit->add_flag("--wait", p.edit.wait, Say("chờ đến khi thấy được", "wait until it can be seen"));

  CLI::App* withdraw = AddCommand(app, p, "withdraw", Say("rút trang nộp nhầm hồ sơ", "take a page that was filed wrongly to where it belongs"),
                                  [&p](const Config& config) { return RunWithdraw(p.withdraw, config); });
  withdraw->add_option("page", p.withdraw.page, Say("mã trang", "page id"))->required();
  withdraw->add_option("--to", p.withdraw.to, Say("mã hồ sơ đúng, hoặc aside: để riêng", "the right dossier, or aside"))->required();
  withdraw->add_option("--reason", p.withdraw.reason, Say("lý do", "reason"))->required();
  withdraw->add_option("--by", p.withdraw.by, Say("người quyết định (mặc định: người đăng nhập)", "who decides (else who is logged in)"));
  withdraw->add_flag("--wait", p.withdraw.wait, Say("chờ đến khi thấy được", "wait until it can be seen"));

  CLI::App* reread = AddCommand(app, p, "reread", Say("đọc lại hồ sơ, giữ mọi quyết định của người", "read a dossier again; what people decided stays"),
                                [&p](const Config& config) { return RunReread(p.reread, config); });
  reread->add_option("dossier", p.reread.dossier, Say("mã hồ sơ", "dossier code"))->required();
  reread->add_flag("--documents", p.reread.documents_only, Say("chỉ chia, phân loại, trích trường lại", "only make its documents anew"));
  reread->add_flag("--wait", p.reread.wait, Say("chờ đến khi thấy được", "wait until it can be seen"));

  CLI::App* changes = AddCommand(app, p, "changes", Say("khác gì giữa hai phiên bản", "what is different between two versions"),
                                 [&p](const Config& config) { return RunChanges(p.changes, config); });
  changes->add_option("dossier", p.changes.dossier, Say("mã hồ sơ", "dossier code"))->required();
  changes->add_option("--from", p.changes.from, Say("phiên bản trước", "the version before"))->check(CLI::PositiveNumber);
  changes->add_option("--to", p.changes.to, Say("phiên bản sau (mặc định: mới nhất)", "the version after (else the newest)"))->check(CLI::PositiveNumber);
}

void AddLooking(CLI::App& app, Parsed& p) {
  CLI::App* search = AddCommand(app, p, "search", Say("tra cứu", "search the archive"),
                                [&p](const Config& config) { return RunSearch(p.search, config); });
  search->add_option("query", p.search.query, Say("từ cần tìm", "words to find"))->required();
  search->add_option("--type", p.search.type, Say("mã loại văn bản", "class code"));
  search->add_option("--agency", p.search.agency, Say("mã cơ quan", "agency code"));
  search->add_option("--from", p.search.from, Say("từ ngày (YYYY-MM-DD)", "from date (YYYY-MM-DD)"));
  search->add_option("--to", p.search.to, Say("đến ngày (YYYY-MM-DD)", "to date (YYYY-MM-DD)"));
  search->add_option("--field", p.search.fields, Say("trường=giá trị", "code=value"));
  search->add_option("--limit", p.search.limit, Say("số kết quả", "hits"))->check(CLI::Range(1, 1000));
  search->add_option("--sort", p.search.sort, Say("thứ tự", "order"))->check(CLI::IsMember({"relevance", "newest", "oldest"}));
  search->add_option("--cursor", p.search.cursor, Say("trang kết quả tiếp theo", "next page of hits"));

  CLI::App* show = AddCommand(app, p, "show", Say("xem hồ sơ hoặc văn bản", "what is known of a dossier or document"),
                              [&p](const Config& config) { return RunShow(p.show, config); });
  show->add_option("id", p.show.id, Say("mã hồ sơ hoặc văn bản", "dossier or document"))->required();
  CLI::App* fields = AddCommand(app, p, "fields", Say("các trường của văn bản", "fields of a document"),
                                [&p](const Config& config) { return RunFields(p.show, config); });
  fields->add_option("id", p.show.id, Say("mã văn bản", "document"))->required();

  CLI::App* exporting = AddCommand(app, p, "export", Say("xuất hồ sơ", "export a dossier"),
                                   [&p](const Config& config) { return RunExport(p.export_, config); });
  exporting->add_option("dossier", p.export_.dossier, Say("mã hồ sơ", "dossier code"))->required();
  exporting->add_option("--format", p.export_.format, Say("dạng", "form"))
      ->check(CLI::IsMember({"pdf", "json", "alto", "hocr", "sip", "aip", "bagit", "nd30"}));
  exporting->add_option("-o,--output", p.export_.output, Say("thư mục hoặc tệp", "folder or file"))->required();
  exporting->add_flag("--mask", p.export_.mask, Say("bản sao che số định danh, điện thoại, địa chỉ", "a copy without identity numbers, telephones, addresses"));

  CLI::App* importing = AddCommand(app, p, "import", Say("nhập hồ sơ từ gói AIP, BagIt hoặc SIP", "bring a dossier in from an AIP, a bag or a SIP"),
                                   [&p](const Config& config) { return RunImport(p.import_, config); });
  importing->add_option("path", p.import_.from, Say("thư mục của gói", "folder of the package"))->required();

  CLI::App* verify = AddCommand(app, p, "verify", Say("kiểm tra toàn vẹn", "re-read and compare every byte"),
                                [&p](const Config& config) { return RunVerify(p.verify, config); });
  verify->add_option("dossier", p.verify.dossier, Say("mã hồ sơ (bỏ trống: tất cả)", "dossier code (none: all)"));
  verify->add_option("--repair", p.verify.repair, Say("lấy lại phần hỏng từ thư mục sao lưu (khi máy chủ đã dừng)", "bring what is damaged back from a folder with backups (while no server runs)"));
}

void AddIndex(CLI::App& app, Parsed& p) {
  CLI::App* index = AddCommand(app, p, "index", Say("chỉ mục tìm kiếm: xem, dựng lại", "the search index: show it, make it anew"),
                               [&p](const Config& config) { return RunIndex(p.index, config); });
  index->add_option("action", p.index.action, "state | rebuild | compact")->required()->check(CLI::IsMember({"state", "rebuild", "compact"}));
}

void AddAudit(CLI::App& app, Parsed& p) {
  CLI::App* audit = AddCommand(app, p, "audit", Say("gốc hằng ngày của nhật ký kiểm toán", "daily roots of the audit chain"),
                               [&p](const Config& config) { return RunAudit(p.audit, config); });
  audit->add_option("action", p.audit.action, Say("key: tạo khóa ký; root: xem; sign: ký và ghi ra", "key: make a key to sign with; root: show; sign: sign and write"))
      ->required()
      ->check(CLI::IsMember({"key", "root", "sign"}));
  audit->add_option("--day", p.audit.day, Say("ngày (YYYY-MM-DD, mặc định: hôm qua)", "day (YYYY-MM-DD; else yesterday)"));
  audit->add_option("--key", p.audit.key, Say("tệp khóa bí mật (PEM, Ed25519)", "file of the private key (PEM, Ed25519)"));
  audit->add_option("-o,--output", p.audit.output, Say("sign: thư mục để ghi", "sign: the folder to write to"));
}

void AddProcedures(CLI::App& app, Parsed& p) {
  CLI::App* procedures = AddCommand(app, p, "procedures", Say("danh mục thủ tục hành chính", "the catalogue of procedures"),
                                    [&p](const Config& config) { return RunProcedures(p.procedures, config); });
  procedures->add_option("action", p.procedures.action, "list | show | check | import")
      ->required()
      ->check(CLI::IsMember({"list", "show", "check", "import"}));
  procedures->add_option("what", p.procedures.what,
                         Say("show: mã thủ tục; check: thư mục hoặc tệp; import: danh sách (CSV, JSON)", "show: a code; check: a folder or file; import: a list (CSV, JSON)"));
  procedures->add_option("--on", p.procedures.on, Say("có hiệu lực vào ngày (YYYY-MM-DD)", "in force on that day (YYYY-MM-DD)"));
  procedures->add_option("-o,--output", p.procedures.output, Say("import: tệp danh mục để ghi", "import: the catalogue file to write"));

  CLI::App* supplement = AddCommand(app, p, "supplement", Say("dự thảo phiếu yêu cầu bổ sung, hoàn thiện hồ sơ (Mẫu số 02)", "draft of a request for missing papers (Mẫu số 02)"),
                                    [&p](const Config& config) { return RunSupplement(p.supplement, config); });
  supplement->add_option("dossier", p.supplement.dossier, Say("mã hồ sơ", "dossier code"))->required();
  supplement->add_option("--format", p.supplement.format, Say("dạng", "form"))->check(CLI::IsMember({"text", "html"}));
  supplement->add_option("-o,--output", p.supplement.output, Say("tệp (mặc định: màn hình)", "file (else the screen)"));
}

void AddKeeping(CLI::App& app, Parsed& p) {
  CLI::App* backup = AddCommand(app, p, "backup", Say("sao lưu kho", "copy the archive to another disk"),
                                [&p](const Config& config) { return RunBackup(p.backup, config); });
  backup->add_option("to", p.backup.to, Say("thư mục chứa các bản sao lưu", "folder with the backups"))->required();
  backup->add_flag("--verify", p.backup.verify, Say("đọc lại từng blob của bản sao", "read every blob of the copy again"));
  backup->add_option("--keep", p.backup.keep, Say("chỉ giữ bấy nhiêu bản mới nhất", "keep only the newest so many"))->check(CLI::Range(1, 100000));
  backup->add_flag("--list", p.backup.list, Say("liệt kê các bản đã có", "list those that are there"));

  AddCommand(app, p, "upgrade", Say("đưa kho cũ lên định dạng mới", "bring an older archive to the present format"),
             [](const Config& config) { return RunUpgrade(config); });

  CLI::App* migrate = AddCommand(app, p, "migrate", Say("chuyển kho sang nơi lưu khác, có đối chiếu", "move an archive to another storage, verified"),
                                 [&p](const Config& config) { return RunMigrate(p.migrate, config); });
  migrate->add_option("from", p.migrate.from, Say("nơi đang lưu: rocksdb:THƯ MỤC hoặc rados:POOL", "where it is: rocksdb:FOLDER or rados:POOL"))->required();
  migrate->add_option("to", p.migrate.to, Say("nơi chuyển đến, còn trống", "where it goes, an empty place"))->required();

  CLI::App* restore = AddCommand(app, p, "restore", Say("khôi phục kho từ bản sao lưu", "bring the archive back from a backup"),
                                 [&p](const Config& config) { return RunRestore(p.restore, config); });
  CLI::Option* from = restore->add_option("from", p.restore.from, Say("thư mục chứa các bản sao lưu", "folder with the backups"));
  restore->add_option("--number", p.restore.number, Say("bản số mấy (bỏ trống: mới nhất)", "which one (none: the newest)"));
  CLI::Option* accept = restore->add_option("--accept", p.restore.accept,
                                            Say("lý do: chấp nhận kho như hiện có dù mốc ghi nhận khác", "reason: take the archive as it is, whatever its beacon says"));
  accept->excludes(from);
  restore->callback([&p, from, accept] {
    if (from->count() + accept->count() == 0) throw CLI::RequiredError("from");
    p.run = [&p](const Config& config) { return RunRestore(p.restore, config); };
  });
}

void AddRetention(CLI::App& app, Parsed& p) {
  const std::vector<std::string> actions = {"list", "show", "set", "hold", "release", "propose", "proposals", "confirm", "withdraw", "certificates", "reclaim"};
  CLI::App* retention = AddCommand(app, p, "retention", Say("thời hạn bảo quản, tạm dừng và tiêu hủy hồ sơ", "how long dossiers are kept, holds, disposal"),
                                   [&p](const Config& config) { return RunRetention(p.retention, config); });
  retention->add_option("action", p.retention.action, "list | show | set | hold | release | propose | proposals | confirm | withdraw | certificates | reclaim")
      ->required()
      ->check(CLI::IsMember(actions));
  retention->add_option("what", p.retention.what, Say("mã hồ sơ; với confirm, withdraw, proposals: số đề nghị", "dossiers; with confirm, withdraw, proposals: the proposal's number"));
  retention->add_option("--due", p.retention.due, Say("list, propose: hết thời hạn đến ngày này (YYYY-MM-DD)", "list, propose: due by that day (YYYY-MM-DD)"));
  retention->add_option("--period", p.retention.maintenance, Say("set: mã thời hạn 01 đến 07 (bỏ trống: theo thủ tục)", "set: code 01 to 07 (none: as the procedure has it)"));
  retention->add_option("--years", p.retention.years, Say("set: số năm của mã 07", "set: years of code 07"))->check(CLI::PositiveNumber);
  retention->add_option("--closed", p.retention.closed_on, Say("set: ngày kết thúc công việc (bỏ trống: ngày nộp cuối)", "set: the day on which it was closed (none: of the last hand-in)"));
  retention->add_option("--hold", p.retention.hold, Say("release: số của lệnh giữ", "release: number of the hold"))->check(CLI::PositiveNumber);
  retention->add_option("--reason", p.retention.reason, Say("lý do", "reason"));
  retention->add_option("--by", p.retention.by, Say("người quyết định (mặc định: người đăng nhập)", "who decides (else who is logged in)"));
}

void AddReports(CLI::App& app, Parsed& p) {
  CLI::App* report = AddCommand(app, p, "report", Say("số liệu số hóa của một quý (CSV)", "figures of a quarter (CSV)"),
                                [&p](const Config& config) { return RunReport(p.report, config); });
  report->add_option("quarter", p.report.quarter, "2026-Q4")->required();
  report->add_option("-o,--output", p.report.output, Say("tệp CSV", "CSV file"));
  CLI::App* outcomes = AddCommand(app, p, "outcomes", Say("máy đọc đúng hay sai, theo lời người kiểm tra (CSV)", "whether values were read right, as people said (CSV)"),
                                  [&p](const Config& config) { return RunOutcomes(p.outcomes, config); });
  outcomes->add_option("-o,--output", p.outcomes.output, Say("tệp CSV", "CSV file"));
  outcomes->add_flag("--scores", p.outcomes.scores, Say("cho training/calibrate_fields.py", "for training/calibrate_fields.py"));
  outcomes->add_flag("--by-class", p.outcomes.by_class, Say("với --scores: riêng từng loại văn bản", "with --scores: each class apart"));

  CLI::App* list = AddCommand(app, p, "register", Say("sổ văn bản đi, đến; mục lục hồ sơ, văn bản (CSV)", "registers of documents, lists of dossiers and documents (CSV)"),
                              [&p](const Config& config) { return RunRegister(p.register_, config); });
  list->add_option("kind", p.register_.kind, "outgoing | incoming | dossiers | documents")
      ->required()
      ->check(CLI::IsMember({"outgoing", "incoming", "dossiers", "documents"}));
  list->add_option("dossier", p.register_.dossier, Say("documents: mã hồ sơ", "documents: the dossier"));
  list->add_option("--from", p.register_.from, Say("từ ngày (YYYY-MM-DD)", "from that day on (YYYY-MM-DD)"));
  list->add_option("--to", p.register_.to, Say("đến ngày", "up to that day"));
  list->add_option("-o,--output", p.register_.output, Say("tệp CSV", "CSV file"));
}

void AddServing(CLI::App& app, Parsed& p) {
  CLI::App* serve = AddCommand(app, p, "serve", Say("điều phối, xử lý, API và trang tra cứu", "coordinator, workers, API and pages in one"),
                               [&p](const Config& config) { return RunServe(p.serve, config); });
  serve->add_option("--http", p.serve.http, Say("địa chỉ:cổng", "address:port"));
  serve->add_option("--workers", p.serve.workers, Say("số tiến trình xử lý", "worker processes"))->check(CLI::Range(0, 256));
  serve->add_option("--listen", p.serve.listen, Say("cổng cho máy khác, tcp://địa chỉ:cổng", "endpoint for other machines, tcp://address:port"));
  const char* standby_help = Say("kho đang do máy chủ khác phục vụ thì chờ thay", "where another server holds the archive, wait to take its place");
  serve->add_flag("--standby", p.serve.standby, standby_help);

  CLI::App* coordinator = AddCommand(app, p, "coordinator", Say("chỉ điều phối", "the coordinator alone"),
                                     [&p](const Config& config) { return RunCoordinator(p.serve, config); });
  coordinator->add_option("--listen", p.serve.listen, Say("cổng cho máy khác", "endpoint for other machines"));
  coordinator->add_flag("--standby", p.serve.standby, standby_help);

  CLI::App* worker = AddCommand(app, p, "worker", Say("tiến trình xử lý", "a worker process"),
                                [&p](const Config& config) { return RunWorker(p.worker, config); });
  worker->add_option("--connect", p.worker.connect, Say("cổng của bộ điều phối (hoặc transport.connect)", "endpoint of the coordinator (or transport.connect)"));
  worker->add_option("--service", p.worker.services, "page,dossier");
  worker->add_option("--threads", p.worker.threads, Say("số luồng", "threads"))->check(CLI::Range(1, 64));
}

void AddWorkers(CLI::App& app, Parsed& p) {
  CLI::App* desk = AddCommand(app, p, "desk", Say("trạm quét tại quầy: giữ trang an toàn, gửi đi, trang làm việc trên trình duyệt", "the desk beside the scanner: keeps pages safe, sends them on, a page to work in"),
                              [&p](const Config& config) { return RunDesk(p.desk, config); });
  desk->add_option("--http", p.desk.http, Say("địa chỉ:cổng của trang, trên chính máy này", "address:port of its page, on this host"));
  desk->add_option("--spool", p.desk.spool, Say("thư mục giữ trang", "folder in which pages are kept"));
  desk->add_option("--name", p.desk.name, Say("tên quầy", "name of the desk"));

  CLI::App* drain = AddCommand(app, p, "drain", Say("cho một tiến trình xử lý nghỉ", "let a worker finish and give it nothing new"),
                               [&p](const Config& config) { return RunDrain(p.drain, config); });
  drain->add_option("worker", p.drain.worker, Say("mã tiến trình (xem status)", "its id (see status)"))->required();
  CLI::Option* resume = drain->add_flag("--resume", p.drain.resume, Say("cho làm việc trở lại", "let it work again"));
  drain->add_flag("--end", p.drain.end, Say("kết thúc tiến trình khi xong", "its process ends when it is done"))->excludes(resume);
  drain->add_flag("--no-wait", p.drain.no_wait, Say("không chờ", "do not wait until it holds nothing"));
  drain->add_option("--timeout", p.drain.timeout_s, Say("chờ tối đa (giây)", "wait at most (seconds)"))->check(CLI::Range(0, 86'400));

  AddCommand(app, p, "workers-needed", Say("cần bao nhiêu tiến trình để kịp hạn", "how many workers clear the backlog by its deadlines"),
             [](const Config& config) { return RunWorkersNeeded(config); });

  CLI::App* peer = AddCommand(app, p, "peer", Say("khóa của các máy được kết nối", "keys of the hosts that may connect"),
                              [&p](const Config& config) { return RunPeer(p.peer, config); });
  peer->add_option("action", p.peer.action, "make | allow | revoke | list")->required()->check(CLI::IsMember({"make", "allow", "revoke", "list"}));
  peer->add_option("name", p.peer.name, Say("tên máy hoặc quầy", "name of the host or desk"));
  peer->add_option("--role", p.peer.role, "desk | worker | operator")->check(CLI::IsMember({"desk", "worker", "operator"}));
  peer->add_option("--key", p.peer.key, Say("khóa công khai", "public key"));
  peer->add_option("-o,--output", p.peer.output, Say("tệp khóa (mặc định TÊN.key)", "key file (default NAME.key)"));
}

void AddGrantOptions(CLI::App* command, GrantArguments& grant) {
  command->add_option("--role", grant.roles, Say("vai trò, cách nhau bằng dấu phẩy: clerk, verifier, archivist, workflow, operator, auditor, administrator",
                                                 "roles, separated by commas: clerk, verifier, archivist, workflow, operator, auditor, administrator"));
  command->add_option("--agency", grant.agencies, Say("mã cơ quan (kể cả cấp dưới), cách nhau bằng dấu phẩy; *: tất cả", "agencies with those below them, separated by commas; *: all"));
  command->add_option("--secrecy", grant.secrecy, Say("được xem đến độ mật", "may see up to this degree"))->check(CLI::IsMember({"none", "mat", "toi-mat", "tuyet-mat"}));
}

void AddAccess(CLI::App& app, Parsed& p) {
  CLI::App* user = AddCommand(app, p, "user", Say("tài khoản của người dùng", "accounts of people"), [&p](const Config& config) { return RunUser(p.user, config); });
  user->add_option("action", p.user.action, "add | list | role | disable | enable | password | subject")
      ->required()
      ->check(CLI::IsMember({"add", "list", "role", "disable", "enable", "password", "subject"}));
  user->add_option("name", p.user.name, Say("tên tài khoản", "name of the account"));
  user->add_option("--subject", p.user.subject, Say("đăng nhập nơi khác (OIDC): mã định danh ở đó; subject: bỏ trống là thôi", "who logs in elsewhere (OIDC): the subject there; subject: without it, no longer"));
  AddGrantOptions(user, p.user.grant);

  CLI::App* key = AddCommand(app, p, "key", Say("khóa của hệ thống khác", "keys of machines"), [&p](const Config& config) { return RunKey(p.key, config); });
  key->add_option("action", p.key.action, "add | list | revoke")->required()->check(CLI::IsMember({"add", "list", "revoke"}));
  key->add_option("name", p.key.name, Say("tên khóa; revoke: hoặc mã", "name of the key; revoke: or its id"));
  key->add_option("--expires", p.key.expires, Say("hết hạn vào ngày (YYYY-MM-DD)", "expires on that day (YYYY-MM-DD)"));
  AddGrantOptions(key, p.key.grant);

  CLI::App* webhook = AddCommand(app, p, "webhook", Say("báo sự kiện cho hệ thống khác", "tell other systems of events"), [&p](const Config& config) { return RunWebhook(p.webhook, config); });
  webhook->add_option("action", p.webhook.action, "add | list | test | dead | replay | remove")->required()->check(CLI::IsMember({"add", "list", "test", "dead", "replay", "remove"}));
  webhook->add_option("name", p.webhook.name, Say("tên", "name"));
  webhook->add_option("--url", p.webhook.url, Say("địa chỉ nhận", "where to"));
  webhook->add_option("--key", p.webhook.key, Say("tên khóa cho biết được xem những gì", "name of the key whose rights it has"));
  webhook->add_option("--events", p.webhook.events, Say("loại sự kiện, cách nhau bằng dấu phẩy (bỏ trống: tất cả)", "kinds of events, separated by commas (none: all)"));
  webhook->add_option("--from", p.webhook.from, Say("replay: gửi lại từ sự kiện này", "replay: send again from this event on"))->check(CLI::PositiveNumber);
}

void AddOperating(CLI::App& app, Parsed& p) {
  CLI::App* status = AddCommand(app, p, "status", Say("tình trạng hệ thống", "how the system is doing"),
                                [&p](const Config& config) { return RunStatus(p.status, config); });
  status->add_flag("--watch", p.status.watch, Say("cập nhật liên tục", "keep showing"));

  CLI::App* quarantine = AddCommand(app, p, "quarantine", Say("các trang bị cách ly", "pages in quarantine"),
                                    [&p](const Config& config) { return RunQuarantine(p.quarantine, config); });
  quarantine->add_option("action", p.quarantine.action, "list | show | retry | reject | release")
      ->required()
      ->check(CLI::IsMember({"list", "show", "retry", "reject", "release"}));
  quarantine->add_option("page", p.quarantine.page, Say("mã trang", "page id"));
  quarantine->add_option("--reason", p.quarantine.reason, Say("lý do", "reason"));
}

int Run(const Parsed& parsed) {
  Result<Config> config = LoadConfig(parsed.global.config);
  if (!config) {
    PrintError(config.status());
    return kExitUsage;
  }
  if (const Status named = parsed.global.archive.empty() ? Status() : SetArchive(parsed.global.archive, *config); !named.ok()) {
    PrintError(named);
    return kExitUsage;
  }
  config->json = parsed.global.json;
  config->quiet = parsed.global.quiet;
  InstallInterruptHandler();
  return parsed.run(*config);
}

}  // namespace

int RunCommandLine(int argc, char** argv) {
  CLI::App app(Say("Sohoa: hồ sơ giấy thành hồ sơ điện tử", "Sohoa: paper dossiers into electronic ones"), "sohoa");
  Parsed parsed;
  app.add_option("--config", parsed.global.config, Say("tệp cấu hình", "configuration file"));
  app.add_option("--archive", parsed.global.archive, Say("kho: thư mục, hoặc rados:POOL", "the archive: a folder, or rados:POOL"));
  app.add_flag("--json", parsed.global.json, Say("kết quả dạng JSON", "results as JSON"));
  app.add_flag("--quiet", parsed.global.quiet, Say("không báo tiến độ", "no progress"));
  app.set_version_flag("--version", SOHOA_VERSION);
  app.require_subcommand(1);
  AddReading(app, parsed);
  AddIntake(app, parsed);
  AddEditing(app, parsed);
  AddLooking(app, parsed);
  AddIndex(app, parsed);
  AddAudit(app, parsed);
  AddProcedures(app, parsed);
  AddKeeping(app, parsed);
  AddRetention(app, parsed);
  AddReports(app, parsed);
  AddServing(app, parsed);
  AddWorkers(app, parsed);
  AddAccess(app, parsed);
  AddOperating(app, parsed);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kExitDone : kExitUsage;
  }
  return Run(parsed);
}

}  // namespace sohoa
