#include "cli/environment.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <string_view>

#include "rerate/base/error.h"
#include "rerate/sources/pack_sync.h"

namespace rerate::cli {

std::filesystem::path store_file(const DataOptions& options) {
  return options.store.empty() ? default_store_file() : std::filesystem::path(options.store);
}

std::pair<std::string, std::string> key_value(const std::string& text, const std::string& option) {
  const auto equals = text.find('=');
  if (equals == std::string::npos || equals == 0)
    refuse(ErrorCode::command_line, fmt::format("{} `{}` has no `=`", option, text.substr(0, 80)),
           fmt::format("Write {} KEY=VALUE.", option));
  return {text.substr(0, equals), text.substr(equals + 1)};
}

std::map<std::string, std::filesystem::path> pack_overrides(const DataOptions& options) {
  std::map<std::string, std::filesystem::path> overrides;
  for (const auto& text : options.packs) {
    const auto [name, folder] = key_value(text, "--pack");
    if (!overrides.emplace(name, folder).second)
      refuse(ErrorCode::command_line, fmt::format("--pack names `{}` twice", name), "Give each pack once.");
  }
  return overrides;
}

Store open_store(const DataOptions& options, const std::vector<std::string>& required,
                 const std::vector<std::string>& optional, const std::filesystem::path& beside) {
  PackSync settings{store_file(options), pack_overrides(options), beside, today(), {}};
  if (isatty(STDERR_FILENO))
    settings.report = [](const std::string& pack, const ImportSummary& summary) {
      fmt::print(stderr, "imported pack {}: {} series, {} figures, {} revisions\n", pack, summary.series,
                 summary.observations, summary.revisions);
    };
  return open_with_packs(required, optional, settings);
}

Date date_option(const std::string& text, const std::string& option) {
  const auto date = parse_date(text);
  if (!date)
    refuse(ErrorCode::command_line, fmt::format("{} \"{}\" is not a date", option, text.substr(0, 80)),
           fmt::format("Write it like {} 2025-05-30.", option));
  return *date;
}

Date today() {
  const std::time_t now = std::time(nullptr);
  return Date{static_cast<std::int32_t>(now / 86400)};
}

bool stdout_is_terminal() { return isatty(STDOUT_FILENO) == 1; }

bool colour_wanted() {
  const char* no_color = std::getenv("NO_COLOR");
  return stdout_is_terminal() && (!no_color || !*no_color);
}

int terminal_width() {
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  constexpr int kUsual = 100, kMost = 1000;
  // In a pipe, what the shell or the reader's script says.
  if (const char* columns = std::getenv("COLUMNS")) {
    const std::string_view text = columns;
    int width = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), width);
    if (error == std::errc{} && end == text.data() + text.size() && width > 0) return std::min(width, kMost);
  }
  return kUsual;
}

void print(const std::string& text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0)
    refuse(ErrorCode::output_lost,
           fmt::format("writing to standard output failed: {}", std::strerror(errno)));
}

}  // namespace rerate::cli
