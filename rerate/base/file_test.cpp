// Files
//   what was written is read                                        File.ReadsWhatWasWritten
//   missing, folder, pipe and over-large files are refused          File.RefusesWhatIsNoFile
//   a stream gives the same bytes as the whole                      File.StreamsInPieces
//   a write that fails leaves the old content and no temporary      File.FailedWriteLeavesTheOld
//   folders where one may not write are refused                     File.UnwritableFolderIsRefused
//   devices and folders are not written over                        File.WritesOverNothingButFiles
//   folders are made with their parents, or refused                 File.MakesFolders
#include "rerate/base/file.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <fstream>

#include "rerate/base/error.h"

namespace rerate {
namespace {

namespace fs = std::filesystem;

class File : public testing::Test {
 protected:
  File() {
    char name[] = "/tmp/rerate_file_XXXXXX";
    folder_ = mkdtemp(name);
  }
  ~File() override { fs::remove_all(folder_); }

  std::size_t files_in_folder() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder_), fs::directory_iterator()));
  }
  fs::path folder_;
};

template <class Action>
ErrorCode code_of(Action action) {
  try {
    action();
  } catch (const UserError& error) {
    return error.failure().code;
  }
  ADD_FAILURE() << "nothing was refused";
  return ErrorCode::command_line;
}

// Files may not grow beyond this while it lives: a full disk for one process.
class FullDisk {
 public:
  explicit FullDisk(rlim_t bytes) {
    handler_ = std::signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limit{bytes, before_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FullDisk() {
    setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;

 private:
  rlimit before_{};
  void (*handler_)(int) = nullptr;
};

TEST_F(File, ReadsWhatWasWritten) {
  const std::string content("a\0b\r\n\xff", 6);
  write_file_atomically(folder_ / "a", content);
  EXPECT_EQ(read_file(folder_ / "a"), content);
  write_file_atomically(folder_ / "a", "");
  EXPECT_EQ(read_file(folder_ / "a"), "");
  EXPECT_EQ(files_in_folder(), 1u);
}

TEST_F(File, RefusesWhatIsNoFile) {
  EXPECT_EQ(code_of([&] { read_file(folder_ / "none"); }), ErrorCode::file_missing);
  EXPECT_EQ(code_of([&] { read_file(folder_ / "none" / "deeper"); }), ErrorCode::file_missing);
  EXPECT_EQ(code_of([&] { read_file(folder_); }), ErrorCode::file_unreadable);
  EXPECT_EQ(code_of([&] { read_file("/dev/zero"); }), ErrorCode::file_unreadable);
  ASSERT_EQ(mkfifo((folder_ / "pipe").c_str(), 0600), 0);
  EXPECT_EQ(code_of([&] { read_file(folder_ / "pipe"); }), ErrorCode::file_unreadable);
  write_file_atomically(folder_ / "large", std::string(1000, 'x'));
  EXPECT_EQ(code_of([&] { read_file(folder_ / "large", 999); }), ErrorCode::file_unreadable);
  EXPECT_EQ(read_file(folder_ / "large", 1000).size(), 1000u);
}

TEST_F(File, StreamsInPieces) {
  const std::string content(10'000, 'y');
  write_file_atomically(folder_ / "a", content);
  FileStream stream(folder_ / "a");
  std::string read;
  char buffer[333];
  while (const auto count = stream.read(buffer)) read.append(buffer, count);
  EXPECT_EQ(read, content);
  EXPECT_EQ(stream.read(buffer), 0u);
}

TEST_F(File, FailedWriteLeavesTheOld) {
  write_file_atomically(folder_ / "a", "old");
  {
    const FullDisk full(1000);
    EXPECT_EQ(code_of([&] { write_file_atomically(folder_ / "a", std::string(5000, 'x')); }),
              ErrorCode::file_unwritable);
  }
  EXPECT_EQ(read_file(folder_ / "a"), "old");
  EXPECT_EQ(files_in_folder(), 1u);
  EXPECT_EQ(code_of([&] { write_file_atomically(folder_ / "no" / "a", "x"); }), ErrorCode::file_unwritable);
}

TEST_F(File, UnwritableFolderIsRefused) {
  write_file_atomically(folder_ / "a", "old");
  fs::permissions(folder_, fs::perms::owner_read | fs::perms::owner_exec | fs::perms::others_exec);
  const bool root = geteuid() == 0;
  if (root) {
    ASSERT_EQ(seteuid(65534), 0);
  }  // root may write everywhere; nobody may not
  const auto code = code_of([&] { write_file_atomically(folder_ / "a", "new"); });
  if (root) {
    ASSERT_EQ(seteuid(0), 0);
  }
  fs::permissions(folder_, fs::perms::owner_all);
  EXPECT_EQ(code, ErrorCode::file_unwritable);
  EXPECT_EQ(read_file(folder_ / "a"), "old");
}

TEST_F(File, WritesOverNothingButFiles) {
  EXPECT_EQ(code_of([&] { write_file_atomically("/dev/full", "x"); }), ErrorCode::file_unwritable);
  EXPECT_TRUE(fs::is_character_file("/dev/full"));
  make_folder(folder_ / "sub");
  EXPECT_EQ(code_of([&] { write_file_atomically(folder_ / "sub", "x"); }), ErrorCode::file_unwritable);
  EXPECT_EQ(files_in_folder(), 1u);
}

TEST_F(File, MakesFolders) {
  make_folder(folder_ / "a" / "b");
  make_folder(folder_ / "a" / "b");
  EXPECT_TRUE(fs::is_directory(folder_ / "a" / "b"));
  write_file_atomically(folder_ / "file", "x");
  EXPECT_EQ(code_of([&] { make_folder(folder_ / "file" / "sub"); }), ErrorCode::file_unwritable);
}

}  // namespace
}  // namespace rerate
