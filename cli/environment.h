#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "rerate/base/date.h"
#include "rerate/store/store.h"

namespace rerate::cli {

// What every command that touches data may be told.
struct DataOptions {
  std::string store;               // --store FILE; empty: default_store_file()
  std::vector<std::string> packs;  // --pack NAME=DIR
};

std::filesystem::path store_file(const DataOptions& options);

// --pack NAME=DIR as a map. Throws UserError command_line.
std::map<std::string, std::filesystem::path> pack_overrides(const DataOptions& options);

// The store, after importing what changed in `required` packs and, where they can be found, `optional` ones.
// Tells of imports on stderr when that is a terminal.
Store open_store(const DataOptions& options, const std::vector<std::string>& required,
                 const std::vector<std::string>& optional, const std::filesystem::path& beside);

// An ISO date of the command line. Throws UserError command_line that names the option.
Date date_option(const std::string& text, const std::string& option);

Date today();

// Splits "key=value"; throws UserError command_line.
std::pair<std::string, std::string> key_value(const std::string& text, const std::string& option);

// Colours and width of the terminal behind stdout: no colour when it is not one, or NO_COLOR is set; without one the
// width is that of COLUMNS, else 100.
bool colour_wanted();
bool stdout_is_terminal();
int terminal_width();

// Writes all of `text` to stdout; UserError output_lost when it cannot (a full disk behind a
// redirection).
void print(const std::string& text);

}  // namespace rerate::cli
