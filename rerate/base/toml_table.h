#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rerate/base/error.h"

namespace rerate {

class TomlTable;
class TomlReading;  // of values that may be sets (toml_choices.h)
struct TomlSource;  // the parsed file, shared by all its values

// One value of a TOML file with its place. `code` of every complaint is the reader's own.
class TomlValue {
 public:
  enum class Type { text, number, boolean, date, table, array };
  Type type() const;
  const Place& place() const;
  // Place of the first character inside the quotes, for texts that have a syntax of their own.
  Place inner_place() const;

  // The value as asked, or UserError that says what was expected and what stands there.
  std::string text() const;  // dates are given as their text, too
  double number() const;     // integers as well; finite
  std::int64_t integer() const;
  bool boolean() const;
  TomlTable table() const;
  std::vector<TomlValue> array() const;  // a single value counts as an array of one

  [[noreturn]] void refuse(std::string what, std::string mend = {}) const;

 private:
  friend class TomlTable;
  friend class TomlDocument;
  friend class TomlReading;
  struct Node;
  explicit TomlValue(std::shared_ptr<const Node> node);
  enum class Wanted : std::uint8_t { one, table, list };
  std::shared_ptr<const Node> settled(
      Wanted wanted = Wanted::one) const;  // of a set: the option that is read
  std::shared_ptr<const Node> node_;
};

// A table that remembers which keys were read, so that `finish` can refuse the others.
class TomlTable {
 public:
  std::optional<TomlValue> find(std::string_view key) const;
  TomlValue require(std::string_view key, std::string_view expected) const;
  std::optional<std::string> text(std::string_view key) const;
  std::optional<double> number(std::string_view key) const;
  std::optional<std::int64_t> integer(std::string_view key) const;
  std::optional<bool> boolean(std::string_view key) const;
  // The text when it is one of `choices`, else an error that lists them.
  std::optional<std::string> choice(std::string_view key, const std::vector<std::string>& choices) const;

  std::vector<std::string> keys() const;  // in the order of the file
  const Place& place() const;
  [[noreturn]] void refuse(std::string what, std::string mend = {}) const;

  // Whether another definition than the file's own is read (toml_choices.h), which need not make use of all that the file names.
  bool varied() const;

  // Refuses the first key that nobody asked for: "did you mean ...?" out of those that were.
  void finish(std::string_view what_table) const;

 private:
  friend class TomlValue;
  friend class TomlDocument;
  friend class TomlReading;
  struct State;
  explicit TomlTable(std::shared_ptr<State> state);
  std::shared_ptr<State> state_;
};

// A TOML file in memory. Syntax errors are UserErrors with file, line and column. At most 16 MiB.
class TomlDocument {
 public:
  // `code` is used for every complaint about this document.
  static TomlDocument parse(std::string_view content, std::string file, ErrorCode code);

  // Sets a value as if the file said so: path "study.seed", value in TOML syntax ("6", "\"12m\"", "[1, 2]")
  // or, when it is not TOML, taken as text. A path part that names an array of tables is followed by the
  // `id` of the wanted one; an id alone finds its table in any array of tables. Errors in the value have the
  // place "--set PATH=VALUE".
  void set(std::string_view path, std::string_view value);

  TomlTable root() const;

 private:
  std::shared_ptr<TomlSource> source_;
};

}  // namespace rerate
