#include "rerate/rotation/signal_definition.h"

#include <array>

namespace rerate {
namespace {

constexpr std::array kKinds = {SignalKind::momentum, SignalKind::reversal,    SignalKind::volatility,
                               SignalKind::trend,    SignalKind::own_history, SignalKind::figures,
                               SignalKind::macro};

}  // namespace

std::string_view to_string(SignalKind kind) {
  switch (kind) {
    case SignalKind::momentum: return "momentum";
    case SignalKind::reversal: return "reversal";
    case SignalKind::volatility: return "volatility";
    case SignalKind::trend: return "trend";
    case SignalKind::own_history: return "own_history";
    case SignalKind::figures: return "figures";
    case SignalKind::macro: return "macro";
  }
  return "";
}

std::optional<SignalKind> parse_signal_kind(std::string_view text) {
  for (const auto kind : kKinds)
    if (to_string(kind) == text) return kind;
  return std::nullopt;
}

}  // namespace rerate
