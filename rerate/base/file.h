#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

namespace rerate {

// A regular file read from its beginning, piece by piece; pipes, devices and folders are refused.
// Throws UserError: file_missing, file_unreadable.
class FileStream {
 public:
  explicit FileStream(const std::filesystem::path& path);
  ~FileStream();
  FileStream(const FileStream&) = delete;
  FileStream& operator=(const FileStream&) = delete;

  // The number of bytes put into `buffer`; 0 at the end of the file.
  std::size_t read(std::span<char> buffer);

 private:
  std::string path_;
  int descriptor_ = -1;
};

// The whole file. Throws UserError: file_missing, file_unreadable, or file_unreadable when larger
// than `most_bytes` (so that a wrong path cannot fill the memory).
std::string read_file(const std::filesystem::path& path, std::size_t most_bytes = std::size_t{64} << 20);

struct FileContent {
  std::filesystem::path path;
  std::string_view content;
};

// Writes each to a temporary beside its path, and when all are whole renames them over: readers see old
// files or new ones, never half of one, and a full disk leaves all as they were. Not synced to disk: what is written
// here can be made again. Throws UserError file_unwritable and leaves nothing behind.
void write_files_atomically(std::span<const FileContent> files);
void write_file_atomically(const std::filesystem::path& path, std::string_view content);

// Creates `folder` and its parents. Throws UserError file_unwritable.
void make_folder(const std::filesystem::path& folder);

}  // namespace rerate
