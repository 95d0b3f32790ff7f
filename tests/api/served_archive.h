// SPDX-License-Identifier: Apache-2.0
//
// A real HttpServer over an archive in memory, with a dossier of two documents and a blank
// page. The pictures of its pages are bars where the words are.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <nlohmann/json.hpp>

#include "api/http_server.h"
#include "api/http_wire.h"
#include "api/query_service.h"
#include "pipeline/pdf_test_pages.h"
#include "support/faulty_archive.h"
#include "support/made_dossier.h"

namespace sohoa {

inline constexpr const char* kServedDossier = "H42.18-260930-0012";

// Reads fail too, as those of a dying disk do.
class DyingArchive : public FaultyArchive {
 public:
  Result<std::vector<DossierSummary>> ListDossiers(const std::string& after, std::uint32_t limit) override {
    if (unreadable) return Status(StatusCode::kIoError, "list dossiers: the disk is gone");
    return FaultyArchive::ListDossiers(after, limit);
  }
  // What happens once between this thread's reading of a dossier and its handing it out.
  void SetMeanwhile(std::function<void()> meanwhile) {
    meanwhile_ = std::move(meanwhile);
    asking_ = std::this_thread::get_id();
  }
  Result<Dossier> GetDossier(const std::string& code, std::uint32_t version) override {
    Result<Dossier> dossier = FaultyArchive::GetDossier(code, version);
    if (asking_ == std::this_thread::get_id()) {
      asking_ = std::thread::id();
      meanwhile_();
    }
    return dossier;
  }
  std::atomic<bool> unreadable{false};

 private:
  std::function<void()> meanwhile_;
  std::atomic<std::thread::id> asking_;
};

// Puts the layer of the newest page where the archive looks for it.
void StoreLayer(Archive& archive, MadeDossier& made);
// A page of `lines` with its picture.
void AddPaintedPage(Archive& archive, MadeDossier& made, const std::vector<std::string>& lines, test::Paint paint);
// Writes the document's PDF as the pipeline does.
void PrintPdf(Archive& archive, const MadeDossier& made, Document& document);

class ServedArchive : public testing::Test {
 protected:
  ServedArchive();
  ~ServedArchive() override;

  // Commits the dossier and serves it.
  void Serve();

  std::uint16_t port() const { return server_->port(); }
  WireResponse Get(const std::string& target) const { return Ask(port(), "GET", target); }
  // Of an answer that must be 200 and JSON.
  nlohmann::json GetJson(const std::string& target) const;
  // Fails the test unless the answer is that problem, as RFC 9457 has it.
  static void ExpectProblem(const WireResponse& response, int status, const std::string& code);

  const PageRecord& page(std::size_t number) const { return made_.pages[number - 1]; }
  const Document& document(std::size_t number) const { return made_.dossier.documents[number - 1]; }

  DyingArchive archive_;
  QueryService queries_{archive_};
  MadeDossier made_ = NewDossier(kServedDossier);
  HttpOptions options_;
  std::unique_ptr<HttpServer> server_;
};

}  // namespace sohoa
