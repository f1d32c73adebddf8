#include "rerate/formula/function_rule.h"

#include <algorithm>

#include "rerate/base/error.h"
#include "rerate/formula/function_implementations.h"

namespace rerate {
namespace {

ParameterKind kind_of_parameter(std::string_view name) {
  if (name == "lag") return ParameterKind::lag;
  if (name == "window" || name == "horizon" || name == "half_life" || name == "most")
    return ParameterKind::window;
  if (name == "frequency") return ParameterKind::frequency;
  if (name == "how") return ParameterKind::how;
  return ParameterKind::value;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kAround = " ,()";
  const auto first = text.find_first_not_of(kAround);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kAround) - first + 1);
}

std::vector<FunctionRule> make_rules() {
  std::vector<FunctionRule> rules;
  for (const auto& description : function_manifest()) {
    auto rule = parse_signature(description);
    for (const auto& implementation : function_implementations())
      if (implementation.name == description.name) {
        rule.bind = implementation.bind;
        rule.evaluate = implementation.evaluate;
      }
    RERATE_ASSERT(rule.bind != nullptr, std::string(description.name));
    rules.push_back(std::move(rule));
  }
  std::sort(rules.begin(), rules.end(), [](const auto& a, const auto& b) { return a.name() < b.name(); });
  return rules;
}

const std::vector<FunctionRule>& rules() {
  static const auto all = make_rules();
  return all;
}

}  // namespace

FunctionRule parse_signature(const FunctionDescription& description) {
  FunctionRule rule;
  rule.description = &description;
  auto rest = description.signature.substr(description.signature.find('('));
  bool optional = false;
  while (!rest.empty()) {
    const auto end = std::min(rest.find_first_of(",[]", 1), rest.size());
    const auto name = trimmed(rest.substr(rest[0] == '[' || rest[0] == ']' ? 1 : 0, end));
    optional = optional || rest[0] == '[';
    const auto bare = trimmed(name.substr(0, name.find_first_of("[],")));
    if (bare == "...") {
      rule.variadic = true;
    } else if (!bare.empty()) {
      rule.parameters.push_back({bare, kind_of_parameter(bare), optional});
      rule.required += optional ? 0 : 1;
    }
    rest.remove_prefix(end);
  }
  return rule;
}

const FunctionRule* find_function(std::string_view name) {
  const auto& all = rules();
  const auto at = std::lower_bound(all.begin(), all.end(), name,
                                   [](const auto& rule, auto wanted) { return rule.name() < wanted; });
  return at != all.end() && at->name() == name ? &*at : nullptr;
}

std::vector<std::string> function_names() {
  std::vector<std::string> names;
  for (const auto& rule : rules()) names.emplace_back(rule.name());
  return names;
}

}  // namespace rerate
