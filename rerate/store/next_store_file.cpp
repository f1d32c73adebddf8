#include "rerate/store/next_store_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "rerate/base/error.h"

namespace rerate {
namespace {

[[noreturn]] void refuse_unwritable(std::string_view action, const std::filesystem::path& file) {
  refuse(ErrorCode::file_unwritable, fmt::format("{} failed: {}", action, std::strerror(errno)), {},
         Place{file.string()});
}

void sync_to_disk(const std::filesystem::path& path, int flags) {
  const int descriptor = ::open(path.c_str(), flags | O_CLOEXEC);
  if (descriptor < 0) refuse_unwritable("opening", path);
  const bool done = ::fsync(descriptor) == 0;
  const int reason = errno;
  ::close(descriptor);
  errno = reason;
  if (!done) refuse_unwritable("writing to disk", path);
}

// A store that was private to its owner stays so.
void keep_mode(const std::filesystem::path& from, const std::filesystem::path& to) {
  struct stat status {};
  if (::stat(from.c_str(), &status) != 0) return;
  if (::chmod(to.c_str(), status.st_mode & 07777) != 0) refuse_unwritable("setting the mode", to);
}

std::filesystem::path log_of(const std::filesystem::path& file) { return file.string() + ".wal"; }

}  // namespace

NextStoreFile::NextStoreFile(std::filesystem::path store_file, Begins begins)
    : store_file_(std::move(store_file)), building_(store_file_.string() + ".importing") {
  remove();
  try {
    if (begins == Begins::as_copy) copy();
    database_ = Database::open(building_, DatabaseAccess::create);
  } catch (...) {
    remove();
    throw;
  }
}

NextStoreFile::~NextStoreFile() {
  database_.reset();
  remove();
}

void NextStoreFile::copy() const {
  std::error_code error;
  if (!std::filesystem::exists(store_file_, error)) return;
  if (std::filesystem::copy_file(store_file_, building_, error)) return;
  refuse(ErrorCode::file_unwritable, fmt::format("copying failed: {}", error.message()), {},
         Place{building_.string()});
}

void NextStoreFile::remove() const {
  std::error_code ignored;
  std::filesystem::remove(building_, ignored);
  std::filesystem::remove(log_of(building_), ignored);
}

void NextStoreFile::commit() {
  database_->execute("CHECKPOINT");
  database_.reset();
  if (std::filesystem::exists(log_of(building_)))
    throw DatabaseError(DatabaseError::Cause::storage, "the log was not folded into the file");
  keep_mode(store_file_, building_);
  sync_to_disk(building_, O_RDONLY);
  if (::rename(building_.c_str(), store_file_.c_str()) != 0)
    refuse_unwritable("renaming into place", store_file_);
  const auto folder = store_file_.parent_path();
  sync_to_disk(folder.empty() ? std::filesystem::path(".") : folder, O_RDONLY | O_DIRECTORY);
}

}  // namespace rerate
