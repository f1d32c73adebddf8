#include "rerate/study/named_formulas.h"

#include <fmt/format.h>

#include <algorithm>

#include "rerate/base/spelling.h"

namespace rerate {
namespace {

constexpr std::size_t kLongestName = 40;

// "a driver", "an indicator".
std::string with_article(std::string_view what) {
  const bool vowel = std::string_view("aeiou").find(what.front()) != std::string_view::npos;
  return fmt::format("{} {}", vowel ? "an" : "a", what);
}

void check_name(const std::string& name, std::string_view what, const TomlValue& value) {
  const bool letters = !name.empty() && name.size() <= kLongestName && name[0] >= 'a' && name[0] <= 'z' &&
                       std::all_of(name.begin(), name.end(), [](char c) {
                         return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
                       });
  if (!letters)
    value.refuse(
        fmt::format("`{}` is no name for {}", name.substr(0, 80), with_article(what)),
        fmt::format("Names are lower case letters, digits and _, begin with a letter, and have at most {}.",
                    kLongestName));
  const bool of_equations = what == "driver";  // whose results stand in columns of their own
  if (name == "constant" || (of_equations && (name == "growth" || name == "multiple")))
    value.refuse(fmt::format("{} may not be called `{}`", with_article(what), name),
                 "Tables use that word for something else; choose another name.");
}

std::vector<std::string> names_of(const std::vector<NamedFormula>& formulas) {
  std::vector<std::string> names;
  for (const auto& one : formulas) names.push_back(one.name);
  return names;
}

std::string listed(const std::vector<std::string>& names) {
  std::string text;
  for (const auto& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

NamedFormula read_one(const std::string& name, const TomlValue& value, std::string_view what,
                      const std::function<void(const TomlTable&)>& also) {
  check_name(name, what, value);
  if (value.type() == TomlValue::Type::text) return {name, {}, {name, value.text(), value.inner_place()}};
  if (value.type() != TomlValue::Type::table)
    value.refuse(fmt::format("the {} `{}` must be a formula in quotes", what, name),
                 "Write NAME = \"FORMULA\", or NAME = { title = \"...\", formula = \"FORMULA\" }.");
  const auto table = value.table();
  const auto formula = table.require("formula", "formula = \"rates.gs10\"");
  NamedFormula named{
      name, table.text("title").value_or(std::string()), {name, formula.text(), formula.inner_place()}};
  also(table);
  table.finish(with_article(what));
  return named;
}

}  // namespace

std::vector<NamedFormula> read_named_formulas(const TomlValue& value, std::string_view what, std::size_t most,
                                              const ReadFurtherKeys& also) {
  const auto table = value.table();
  std::vector<NamedFormula> formulas;
  for (const auto& name : table.keys())
    formulas.push_back(read_one(name, *table.find(name), what, [&](const TomlTable& one) {
      if (also) also(formulas.size(), one);
    }));
  if (formulas.empty())
    value.refuse(fmt::format("no {} is named", what), "Name at least one: { rate = \"rates.gs10\" }.");
  if (formulas.size() > most)
    value.refuse(fmt::format("{} {}s are more than {}", formulas.size(), what, most), "Choose among them.");
  return formulas;
}

std::string title_of(const NamedFormula& named, const std::string& title) {
  if (!named.title.empty()) return named.title;
  return is_plain_name(named.use.formula) ? title : named.name;
}

bool is_plain_name(std::string_view formula) {
  return formula.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_.") == std::string_view::npos;
}

void check_name_of(const std::string& name, const std::vector<NamedFormula>& known, std::string_view what,
                   const TomlValue& at) {
  const auto names = names_of(known);
  if (std::find(names.begin(), names.end(), name) != names.end()) return;
  at.refuse(fmt::format("unknown {} `{}`", what, name.substr(0, 80)),
            did_you_mean(name, names, fmt::format("The {}s are: {}.", what, listed(names))));
}

std::vector<std::string> read_names_of(const TomlValue& value, const std::vector<NamedFormula>& known,
                                       std::string_view what) {
  std::vector<std::string> names;
  for (const auto& element : value.array()) {
    const auto name = element.text();
    check_name_of(name, known, what, element);
    if (std::find(names.begin(), names.end(), name) != names.end())
      element.refuse(fmt::format("the {} `{}` stands here twice", what, name), "Name it once.");
    names.push_back(name);
  }
  if (names.empty()) value.refuse(fmt::format("the list of {}s is empty", what), "Name at least one.");
  return names;
}

}  // namespace rerate
