package io.github.headgate.spring;

import io.github.headgate.answer.ApplicationLookup;
import io.github.headgate.servlet.FallbackHandler;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.beans.factory.ListableBeanFactory;

/** Finds the handlers of fallbacks: beans, by their names. Makes none of them. */
final class HandlerBeans implements ApplicationLookup {
    private final Set<String> names;

    HandlerBeans(ListableBeanFactory beans) {
        this.names = new TreeSet<>(Set.of(beans.getBeanNamesForType(FallbackHandler.class, true, false)));
    }

    @Override
    public boolean hasHandler(String name) {
        return names.contains(name);
    }

    @Override
    public String handlerExpected() {
        return "the name of a bean of the type " + FallbackHandler.class.getName() + ", of " + names;
    }
}
