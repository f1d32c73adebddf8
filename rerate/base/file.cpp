#include "rerate/base/file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

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

std::string read_file(const std::filesystem::path& path, std::size_t most_bytes) {
  const Place place{path.string()};
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.number() < 0)
    refuse(errno == ENOENT || errno == ENOTDIR ? ErrorCode::file_missing : ErrorCode::file_unreadable,
           fmt::format("cannot open the file: {}", std::strerror(errno)), {}, place);
  struct stat status {};
  if (::fstat(file.number(), &status) != 0 || !S_ISREG(status.st_mode))
    refuse(ErrorCode::file_unreadable, "not a regular file", {}, place);
  std::string content;
  char buffer[1 << 16];
  while (true) {
    const auto count = ::read(file.number(), buffer, sizeof buffer);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0)
      refuse(ErrorCode::file_unreadable, fmt::format("reading failed: {}", std::strerror(errno)), {}, place);
    if (count == 0) return content;
    content.append(buffer, static_cast<std::size_t>(count));
    if (content.size() > most_bytes)
      refuse(ErrorCode::file_unreadable, fmt::format("larger than {} bytes", most_bytes),
             "Is this the file you meant?", place);
  }
}

void write_file_atomically(const std::filesystem::path& path, std::string_view content) {
  const auto temporary = path.string() + fmt::format(".tmp.{}", ::getpid());
  const auto fail = [&](std::string_view action) {
    const auto reason = std::strerror(errno);
    ::unlink(temporary.c_str());
    refuse(ErrorCode::file_unwritable, fmt::format("{} failed: {}", action, reason), {},
           Place{path.string()});
  };
  {
    const Descriptor file(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666));
    if (file.number() < 0) fail("opening for writing");
    if (!write_all(file.number(), content)) fail("writing");
    if (::fsync(file.number()) != 0) fail("writing to disk");
  }
  if (::rename(temporary.c_str(), path.c_str()) != 0) fail("renaming into place");
}

void make_folder(const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error)
    refuse(ErrorCode::file_unwritable, fmt::format("cannot create the folder: {}", error.message()), {},
           Place{folder.string()});
}

}  // namespace rerate
