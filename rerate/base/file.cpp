#include "rerate/base/file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <deque>
#include <utility>

#include "rerate/base/error.h"

namespace rerate {
namespace {

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int number() const { return number_; }

  // Some file systems tell of a full disk only now.
  bool close() {
    const int number = number_;
    number_ = -1;
    return ::close(number) == 0;
  }

 private:
  int number_;
};

bool write_all(int descriptor, std::string_view content) {
  while (!content.empty()) {
    const auto written = ::write(descriptor, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    content.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace

FileStream::FileStream(const std::filesystem::path& path) : path_(path.string()) {
  // Non-blocking, so that a named pipe without a writer is refused instead of waited for.
  descriptor_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor_ < 0)
    refuse(errno == ENOENT || errno == ENOTDIR ? ErrorCode::file_missing : ErrorCode::file_unreadable,
           fmt::format("cannot open the file: {}", std::strerror(errno)), {}, Place{path_});
  struct stat status {};
  if (::fstat(descriptor_, &status) == 0 && S_ISREG(status.st_mode)) return;
  ::close(descriptor_);
  refuse(ErrorCode::file_unreadable, "not a regular file", {}, Place{path_});
}

FileStream::~FileStream() { ::close(descriptor_); }

std::size_t FileStream::read(std::span<char> buffer) {
  while (true) {
    const auto count = ::read(descriptor_, buffer.data(), buffer.size());
    if (count >= 0) return static_cast<std::size_t>(count);
    if (errno != EINTR)
      refuse(ErrorCode::file_unreadable, fmt::format("reading failed: {}", std::strerror(errno)), {},
             Place{path_});
  }
}

std::string read_file(const std::filesystem::path& path, std::size_t most_bytes) {
  FileStream file(path);
  std::string content;
  char buffer[1 << 16];
  while (const auto count = file.read(buffer)) {
    content.append(buffer, count);
    if (content.size() > most_bytes)
      refuse(ErrorCode::file_unreadable, fmt::format("larger than {} bytes", most_bytes),
             "Is this the file you meant?", Place{path.string()});
  }
  return content;
}

namespace {

// Temporaries of one write; those not renamed by the end are removed.
class Temporaries {
 public:
  ~Temporaries() {
    for (const auto& [temporary, path] : waiting_) ::unlink(temporary.c_str());
  }

  void write(const FileContent& file) {
    struct stat status {};
    // Renaming over a device or a folder would destroy it or fail late.
    if (::stat(file.path.c_str(), &status) == 0 && !S_ISREG(status.st_mode))
      refuse(ErrorCode::file_unwritable, "there is something here that is not a regular file", {},
             Place{file.path.string()});
    const auto temporary = file.path.string() + fmt::format(".tmp.{}", ::getpid());
    Descriptor target(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666));
    if (target.number() < 0) fail("opening for writing", file.path);
    waiting_.emplace_back(temporary, file.path);
    if (!write_all(target.number(), file.content) || !target.close()) fail("writing", file.path);
  }

  void rename_all() {
    while (!waiting_.empty()) {
      const auto& [temporary, path] = waiting_.front();
      if (::rename(temporary.c_str(), path.c_str()) != 0) fail("renaming into place", path);
      waiting_.pop_front();
    }
  }

 private:
  [[noreturn]] static void fail(std::string_view action, const std::filesystem::path& path) {
    refuse(ErrorCode::file_unwritable, fmt::format("{} failed: {}", action, std::strerror(errno)), {},
           Place{path.string()});
  }

  std::deque<std::pair<std::string, std::filesystem::path>> waiting_;
};

}  // namespace

void write_files_atomically(std::span<const FileContent> files) {
  Temporaries temporaries;
  for (const auto& file : files) temporaries.write(file);
  temporaries.rename_all();
}

void write_file_atomically(const std::filesystem::path& path, std::string_view content) {
  const FileContent file{path, content};
  write_files_atomically(std::span(&file, 1));
}

void make_folder(const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error)
    refuse(ErrorCode::file_unwritable, fmt::format("cannot create the folder: {}", error.message()), {},
           Place{folder.string()});
}

}  // namespace rerate
