// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "cli/archive_session.h"
#include "support/test_folder.h"

namespace sohoa {
namespace {

// A socket that listens at an endpoint; its file stays when it is closed, as that of a process that was killed.
int Listening(const std::string& uri) {
  const std::string path = uri.substr(std::string("ipc://").size());
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  path.copy(address.sun_path, sizeof address.sun_path - 1);
  const int listening = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  EXPECT_EQ(bind(listening, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  EXPECT_EQ(listen(listening, 4), 0);
  return listening;
}

TEST(LocalEndpoint, IsGoneOnceItsServerEndedOrAnotherOneIsSomewhereElse) {
  const TestFolder folder;
  const std::string archive = folder.Sub("");
  const Result<std::unique_ptr<LocalEndpoint>> killed = LocalEndpoint::Make(archive);
  ASSERT_TRUE(killed);
  const std::string uri = (*killed)->uri();
  ASSERT_TRUE((*killed)->Announce().ok());
  EXPECT_TRUE(LocalEndpoint::IsGone(archive, uri)) << "nobody listens yet";
  const int listening = Listening(uri);
  EXPECT_FALSE(LocalEndpoint::IsGone(archive, uri));
  close(listening);
  EXPECT_TRUE(LocalEndpoint::IsGone(archive, uri)) << "its file is all that is left";

  const Result<std::unique_ptr<LocalEndpoint>> next = LocalEndpoint::Make(archive);
  ASSERT_TRUE(next);
  ASSERT_TRUE((*next)->Announce().ok());
  const int elsewhere = Listening((*next)->uri());
  EXPECT_TRUE(LocalEndpoint::IsGone(archive, uri));
  EXPECT_FALSE(LocalEndpoint::IsGone(archive, (*next)->uri()));
  close(elsewhere);
}

}  // namespace
}  // namespace sohoa
