import { HttpClient } from '@angular/common/http'
import { Component, inject, signal } from '@angular/core'
import { AuthService } from './auth.service'

@Component({
  selector: 'app-orders',
  template: `
    @if (problem()) {
      <p role="alert">{{ problem() }}</p>
    }
    <ul>
      @for (order of orders(); track order) {
        <li>{{ order }}</li>
      }
    </ul>
  `,
})
export class Orders {
  readonly orders = signal<string[]>([])
  readonly problem = signal('')

  constructor() {
    inject(HttpClient)
      .get<string[]>('/api/orders')
      .subscribe({
        next: (orders) => {
          this.orders.set(orders)
        },
        error: (error: Error) => {
          this.problem.set(error.message)
        },
      })
  }
}

@Component({
  selector: 'app-root',
  imports: [Orders],
  template: `
    <h1>Orders</h1>
    @if (session.failure(); as failure) {
      <p role="alert">{{ failure.message }}</p>
    }
    @if (session.user(); as user) {
      <p>Hello {{ user.email }} <button (click)="session.signOut()">Sign out</button></p>
      <app-orders />
    } @else {
      <p>This is for members. <button (click)="session.signIn()">Sign in</button></p>
    }
  `,
})
export class App {
  readonly session = inject(AuthService)
}
